import { loadLimit } from "../capacity/load-balancer";
import { occupancyText } from "../capacity/occupancy";
import type { Capacity } from "./capacity";

/** `Capacity: 1 pod, at most 3; 4 of 100 target groups and 2 of 100 rules on Gateway turnout/shared; …` */
export function capacityLine({ pods, loads, shared, addresses }: Capacity): string {
  const { count, most } = pods;
  const carried = Object.entries(loads).filter(([, { targetGroups }]) => targetGroups > 0);
  const parts = [
    `${amount(count)} ${count === 1 ? "pod" : "pods"}${most > count ? `, at most ${amount(most)}` : ""}`,
    ...carried.map(
      ([gateway, { targetGroups, rules }]) =>
        `${targetGroups} of ${loadLimit.targetGroups} target groups and ${rules} of ${loadLimit.rules} rules on Gateway ${gateway}`,
    ),
    ...(shared ? [occupancyText(shared)] : []),
    ...(addresses
      ? [
          `${amount(addresses.all)} addresses for pods, ${amount(addresses.platform)} used here and ${amount(addresses.environments)} by environments at most, ${amount(addresses.left)} left`,
        ]
      : []),
  ];
  return `Capacity: ${parts.join("; ")}`;
}

const amount = (number: number) => number.toLocaleString("en-US");
