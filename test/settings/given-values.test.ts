import assert from "node:assert/strict";
import { type Returned, withGiven } from "../../settings/given-values";
import { applicationOf } from "./parsed";
import { applicationWith, secretText } from "./shop";

const own = (values: Readonly<Record<string, unknown>> = {}) => applicationOf(applicationWith(values));
const given = (value: unknown, more: Partial<Returned> = {}, application = own()) =>
  withGiven([application, own({ name: "api" })], { value, secrets: [], unknown: [], ...more });

/** All sentences about what a function returned. */
function complaints(value: unknown, more: Partial<Returned> = {}, application = own()): string[] {
  try {
    given(value, more, application);
    return [];
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.equal(error.stack, "");
    return error.message.split("\n");
  }
}

describe("what an environment function returns", () => {
  it("may be nothing", () => {
    for (const nothing of [
      undefined,
      {},
      { applications: {} },
      { applications: { web: {} } },
      { applications: { web: undefined } },
    ])
      assert.deepEqual(given(nothing).applications[0], own());
  });

  it("comes beside the settings of the applications that it names, or of all", () => {
    const { applications, room, unknown } = given(
      {
        applications: {
          "*": { env: { ALL: "1" } },
          web: { env: { URL: "x" }, secrets: { TOKEN: secretText } },
        },
        room: { pods: 1, cpu: 0.5, memory: "1Gi" },
      },
      {
        unknown: [
          ["applications", "web", "env", "URL"],
          ["applications", "*", "env", "ALL"],
        ],
      },
      own({ env: { LOG: "debug" } }),
    );
    assert.deepEqual(applications, [
      { ...own(), env: { LOG: "debug", ALL: "1", URL: "x" }, secrets: { TOKEN: secretText } },
      { ...own({ name: "api" }), env: { ALL: "1" } },
    ]);
    assert.deepEqual(room, { pods: 1, cpu: "0.5", memory: "1Gi" });
    assert.deepEqual(unknown, { web: ["ALL", "URL"], api: ["ALL"] });
  });

  it("has names and texts by the rules of the settings", () => {
    const values = {
      env: { "1X": "a", N: 5, PORT: "1" },
      secrets: { RELEASE: secretText, "2Y": secretText, M: 7, N: "a" },
    };
    assert.deepEqual(complaints({ applications: { web: values } }).sort(), [
      'environment().applications.web.env.1X is "[text]": must be a name of letters, digits and _ that does not start with a digit; rename the variable.',
      'environment().applications.web.env.N is "[text]": must not be in env and in secrets; remove one of the two.',
      "environment().applications.web.env.N is 5: must be text; write it as { DATABASE_PORT: pulumi.interpolate`${database.port}` }.",
      'environment().applications.web.env.PORT is "[text]": must not be set, Turnout gives PORT to every pod; rename the variable.',
      'environment().applications.web.secrets.2Y is "[secret]": must be a name of letters, digits and _ that does not start with a digit; rename the variable.',
      'environment().applications.web.secrets.M is "[secret]": must be text; write it as { DATABASE_PORT: pulumi.interpolate`${database.port}` }.',
      'environment().applications.web.secrets.RELEASE is "[secret]": must not be set, Turnout gives RELEASE to every pod; rename the variable.',
    ]);
  });

  it("clashes with nothing that the settings have", () => {
    const application = own({ env: { LOG: "debug" }, secrets: { KEY: secretText } });
    const values = { web: { env: { KEY: secretText }, secrets: { LOG: secretText } } };
    assert.deepEqual(complaints({ applications: values }, {}, application), [
      'environment().applications.web.env.KEY is "[text]": must not be in the settings of web as well; remove one of the two.',
      'environment().applications.web.secrets.LOG is "[secret]": must not be in the settings of web as well; remove one of the two.',
    ]);
    assert.deepEqual(complaints({ applications: { "*": { env: { LOG: "1" } } } }, {}, application), [
      'environment().applications["*"].env.LOG is "[text]": must not be in the settings of web as well; remove one of the two.',
    ]);
    assert.deepEqual(
      complaints({ applications: { "*": { secrets: { A: "1" } }, web: { env: { A: "2" } } } }),
      [
        'environment().applications.web.env.A is "[text]": must not be given to all applications as well; remove one of the two.',
      ],
    );
  });

  it("names applications that are there", () => {
    assert.deepEqual(complaints({ applications: { shop: { env: { A: "1" } } } }), [
      'environment().applications.shop is an object: must be the name of an application (web, api) or "*" for all of them; correct the name.',
    ]);
  });

  it("keeps a secret out of env, and out of the sentence", () => {
    const value = { applications: { web: { env: { TOKEN: secretText } } } };
    assert.deepEqual(complaints(value, { secrets: [["applications", "web", "env", "TOKEN"]] }), [
      'environment().applications.web.env.TOKEN is "[secret]": must not be a secret, for values in env are plain text in pods and state; return it in secrets.',
    ]);
  });

  it("has no other shape", () => {
    assert.deepEqual(complaints("text"), [
      'environment() is "[text]": must be an object; return { applications: { web: { env: { QUEUE_URL: queue.url } } } }.',
    ]);
    assert.deepEqual(complaints({ web: { env: {} } }), [
      "environment().web is an object: must be one of applications, room; correct or remove it.",
    ]);
    assert.deepEqual(complaints({ applications: { web: { QUEUE_URL: secretText } } }), [
      'environment().applications.web.QUEUE_URL is "[text]": must be one of env, secrets; correct or remove it.',
    ]);
    assert.deepEqual(complaints({ applications: [] }), [
      "environment().applications is []: must map names of applications to values; write it as { web: { env: { QUEUE_URL: queue.url } } }.",
    ]);
    assert.deepEqual(complaints({ room: { pods: 0, cpu: "1", memory: "much" } }), [
      'environment().room.memory is "much": must be an amount of memory in Mi or Gi, above 0; write it as 256Mi or 1.5Gi.',
      "environment().room.pods is 0: must be a whole number from 1 to 1000; give the number of pods that the function declares at most.",
    ]);
    assert.deepEqual(
      complaints({ applications: { web: { env: JSON.parse('{"__proto__": "x"}') as object } } }),
      [
        'environment().applications.web.env.__proto__ is "[text]": must not be named __proto__, a name that JavaScript has for itself; rename it.',
      ],
    );
  });
});
