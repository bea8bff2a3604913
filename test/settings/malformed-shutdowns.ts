import { applicationWith, settingsWith, shop, web, type Malformed } from "./shop";

const at = "turnout:applications[0].shutdown";
const clock = "for its clock starts before preStop and a pod is killed at its end";
const onWay = "or the application closes a connection on which a request is on its way, which gets a 502";
const lastRequest =
  "as long as the load balancer waits for a request that came when preStop ended, or it gets a 502";

const shutdownWith = (shutdown: unknown) => applicationWith({ shutdown });
const withGateway = (gateway: object, shutdown: object = {}) =>
  settingsWith({ gateway: { ...shop.gateway, ...gateway }, applications: [{ ...web, shutdown }] });

/** Errors in the shutdown of pods, also against the gateway's numbers. */
export const malformedShutdowns: readonly Malformed[] = [
  [
    "the shutdown is a number",
    shutdownWith(30),
    [
      `${at} is 30: must hold preStopSeconds and graceSeconds; write it as { preStopSeconds: 15, graceSeconds: 60 }.`,
    ],
  ],
  [
    "a pod goes on for too long",
    shutdownWith({ preStopSeconds: 301, graceSeconds: 400 }),
    [
      `${at}.preStopSeconds is 301: must be a whole number from 0 to 300; set how long a pod serves after its termination begins.`,
    ],
  ],
  [
    "a pod takes too long to end",
    shutdownWith({ graceSeconds: 901 }),
    [`${at}.graceSeconds is 901: must be a whole number from 1 to 900; set how long a pod may take to end.`],
  ],
  [
    "requests have no time to end",
    shutdownWith({ gracefulTimeoutSeconds: "42" }),
    [
      `${at}.gracefulTimeoutSeconds is "42": must be a whole number from 1 to 900; set how long requests may take to end.`,
    ],
  ],
  [
    "connections are kept for ever",
    shutdownWith({ keepAliveSeconds: 5001 }),
    [
      `${at}.keepAliveSeconds is 5001: must be a whole number from 1 to 5000; set how long the application keeps a connection without requests.`,
    ],
  ],
  [
    "a pod is killed while the load balancer still waits for its last request",
    shutdownWith({ preStopSeconds: 30, graceSeconds: 62 }),
    [
      `${at}.graceSeconds is 62: must be at least 63: preStopSeconds (30), gateway.deregistrationDelaySeconds (30) for requests to end in and 3 to exit in, ${clock}; set it to 63.`,
    ],
  ],
  [
    "the load balancer waits for nothing, and requests still have no second to end in",
    withGateway({ deregistrationDelaySeconds: 0 }, { preStopSeconds: 10, graceSeconds: 13 }),
    [
      `${at}.graceSeconds is 13: must be at least 14: preStopSeconds (10), 1 for requests to end in and 3 to exit in, ${clock}; set it to 14.`,
    ],
  ],
  [
    "preStop doesn't fit into the default time to end",
    shutdownWith({ preStopSeconds: 60 }),
    [
      `${at}.graceSeconds is 60: must be at least 93: preStopSeconds (60), gateway.deregistrationDelaySeconds (30) for requests to end in and 3 to exit in, ${clock}; set it to 93.`,
    ],
  ],
  [
    "a stack's grace doesn't fit the application's preStop",
    settingsWith({
      applications: [{ ...web, shutdown: { preStopSeconds: 20 } }],
      overrides: { web: { shutdown: { graceSeconds: 10 } } },
    }),
    [
      `turnout:overrides.web.shutdown.graceSeconds is 10: must be at least 53: preStopSeconds (20), gateway.deregistrationDelaySeconds (30) for requests to end in and 3 to exit in, ${clock}; set it to 53.`,
    ],
  ],
  [
    "the gateway's delay is longer than any pod may take to end",
    withGateway({ deregistrationDelaySeconds: 883 }),
    [
      `${at}.graceSeconds is 60: must be at least 901: preStopSeconds (15), gateway.deregistrationDelaySeconds (883) for requests to end in and 3 to exit in, ${clock}; set the gateway's delay to 882 at most and this to 900.`,
    ],
  ],
  [
    "a timeout of its own doesn't fit into the grace",
    shutdownWith({ gracefulTimeoutSeconds: 43 }),
    [
      `${at}.graceSeconds is 60: must be at least 61: preStopSeconds (15), gracefulTimeoutSeconds (43) and 3 to exit in, ${clock}; set it to 61.`,
    ],
  ],
  [
    "a timeout of its own fits into no grace",
    shutdownWith({ preStopSeconds: 300, gracefulTimeoutSeconds: 598 }),
    [
      `${at}.graceSeconds is 60: must be at least 901: preStopSeconds (300), gracefulTimeoutSeconds (598) and 3 to exit in, ${clock}; set the timeout to 597 at most.`,
    ],
  ],
  [
    "a stack's timeout is shorter than the load balancer waits",
    settingsWith({ overrides: { web: { shutdown: { gracefulTimeoutSeconds: 29 } } } }),
    [
      `turnout:overrides.web.shutdown.gracefulTimeoutSeconds is 29: must be at least gateway.deregistrationDelaySeconds (30), ${lastRequest}; set it to 30.`,
    ],
  ],
  [
    "a timeout is shorter than the load balancer waits, which is longer than any pod has",
    withGateway({ deregistrationDelaySeconds: 901 }, { gracefulTimeoutSeconds: 42 }),
    [
      `${at}.gracefulTimeoutSeconds is 42: must be at least gateway.deregistrationDelaySeconds (901), ${lastRequest}; set the gateway's delay to 42.`,
    ],
  ],
  [
    "the application closes an idle connection when the gateway does",
    shutdownWith({ keepAliveSeconds: 60 }),
    [
      `${at}.keepAliveSeconds is 60: must be more than gateway.idleTimeoutSeconds (60), ${onWay}; set it to 75.`,
    ],
  ],
  [
    "a stack's application closes an idle connection before a gateway that keeps it long",
    settingsWith({
      gateway: { ...shop.gateway, idleTimeoutSeconds: 4000 },
      overrides: { web: { shutdown: { keepAliveSeconds: 75 } } },
    }),
    [
      `turnout:overrides.web.shutdown.keepAliveSeconds is 75: must be more than gateway.idleTimeoutSeconds (4000), ${onWay}; set it to 4015.`,
    ],
  ],
  [
    "three numbers are wrong at once, in the second application",
    settingsWith({
      applications: [
        web,
        {
          ...web,
          name: "api",
          shutdown: { graceSeconds: 30, gracefulTimeoutSeconds: 20, keepAliveSeconds: 5 },
        },
      ],
    }),
    [
      `turnout:applications[1].shutdown.graceSeconds is 30: must be at least 38: preStopSeconds (15), gracefulTimeoutSeconds (20) and 3 to exit in, ${clock}; set it to 38.`,
      `turnout:applications[1].shutdown.gracefulTimeoutSeconds is 20: must be at least gateway.deregistrationDelaySeconds (30), ${lastRequest}; set it to 30.`,
      `turnout:applications[1].shutdown.keepAliveSeconds is 5: must be more than gateway.idleTimeoutSeconds (60), ${onWay}; set it to 75.`,
    ],
  ],
];
