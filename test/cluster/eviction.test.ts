import { BranchEnvironment } from "./branch-environment";
import { askUntil } from "./gateway";
import { evictPod } from "./kubernetes";
import { underLoad } from "./under-load";

const shutdown = { preStopSeconds: 30, graceSeconds: 50 };

describe("an only pod that is told to go, on a real cluster", () => {
  let environment: BranchEnvironment;

  before(async () => {
    environment = new BranchEnvironment("feature/evicted");
    // A pod serves for as long as the next one takes to start.
    environment.want("1", { replicas: 1, shutdown });
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(async () => {
    await environment.turnout("destroy"); // waits: its pods take half a minute to go, and the next tests need their room
    await environment.remove();
  });

  it("answers until the next one is Ready, as for a drained node", async () => {
    await underLoad("eviction of an only pod", [environment.host], async () => {
      await evictPod(environment.namespace, "turnout.dev/color=blue");
    });
  });

  it("loses nothing where it gets a second one, and where that goes again", async () => {
    await underLoad("one pod, two, one", [environment.host], async () => {
      for (const replicas of [2, 1]) {
        environment.want("1", { replicas, shutdown });
        await environment.turnout("up");
      }
    });
  });
});
