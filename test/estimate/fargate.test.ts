import fc from "fast-check";
import assert from "node:assert/strict";
import {
  type Container,
  fargateSize,
  type FargateSize,
  fargateSizes,
  sizeText,
} from "../../estimate/fargate";

/** The table as AWS prints it (docs/facts.md#fargate-sizes): vCPU, then GB. */
const printed: Readonly<Record<string, readonly number[]>> = {
  0.25: [0.5, 1, 2],
  0.5: [1, 2, 3, 4],
  1: [2, 3, 4, 5, 6, 7, 8],
  2: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  4: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30],
  8: [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60],
  16: [32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120],
};

const container = (milliCpu: number, mebibytes: number): Container => ({
  resources: { requests: { cpu: `${milliCpu}m`, memory: `${mebibytes}Mi` } },
});
const one = (milliCpu: number, mebibytes: number) =>
  fargateSize({ containers: [container(milliCpu, mebibytes)] });
const holds = ({ vcpu, gigabytes }: FargateSize, milliCpu: number, mebibytes: number) =>
  vcpu * 1000 >= milliCpu && gigabytes * 1024 >= mebibytes + 256;

const milliCpu = fc.integer({ min: 0, max: 17_000 });
const mebibytes = fc.integer({ min: 0, max: 125_000 });

describe("fargateSize", () => {
  it("knows exactly the sizes that AWS has", () => {
    const expected = Object.entries(printed).flatMap(([vcpu, sizes]) =>
      sizes.map((gigabytes) => ({ vcpu: Number(vcpu), gigabytes })),
    );
    const byCpu = (a: FargateSize, b: FargateSize) => a.vcpu - b.vcpu || a.gigabytes - b.gigabytes;
    assert.deepEqual([...fargateSizes].sort(byCpu), expected.sort(byCpu));
  });

  it("adds 256 MB before it rounds up", () => {
    assert.deepEqual(one(250, 256), { vcpu: 0.25, gigabytes: 0.5 });
    assert.deepEqual(one(250, 257), { vcpu: 0.25, gigabytes: 1 });
    assert.deepEqual(one(250, 512), { vcpu: 0.25, gigabytes: 1 });
    assert.deepEqual(one(1000, 8192), { vcpu: 2, gigabytes: 9 });
    assert.deepEqual(fargateSize({}), { vcpu: 0.25, gigabytes: 0.5 });
  });

  it("is the smallest size of the table that holds the pod, and none only where none does", () => {
    fc.assert(
      fc.property(milliCpu, mebibytes, (cpu, memory) => {
        const fitting = fargateSizes.filter((size) => holds(size, cpu, memory));
        const size = one(cpu, memory);
        if (size === undefined) return assert.deepEqual(fitting, []);
        assert.ok(holds(size, cpu, memory));
        for (const other of fitting)
          assert.ok(size.vcpu <= other.vcpu && (size.vcpu < other.vcpu || size.gigabytes <= other.gigabytes));
      }),
    );
  });

  it("never gets smaller when more is asked for", () => {
    fc.assert(
      fc.property(milliCpu, mebibytes, fc.nat(4000), fc.nat(8000), (cpu, memory, moreCpu, moreMemory) => {
        const rank = (size: FargateSize | undefined) =>
          size === undefined ? Infinity : size.vcpu * 1000 + size.gigabytes;
        assert.ok(rank(one(cpu, memory)) <= rank(one(cpu + moreCpu, memory + moreMemory)));
      }),
    );
  });

  it("sums containers, and takes the largest init container where that is more", () => {
    const small = container(200, 300);
    assert.deepEqual(fargateSize({ containers: [small, small] }), one(400, 600));
    assert.deepEqual(fargateSize({ containers: [small], initContainers: [small, small] }), one(200, 300));
    const big = container(900, 100);
    assert.deepEqual(fargateSize({ containers: [small], initContainers: [big, small] }), one(900, 300));
  });

  it("sums tenths of a vCPU to whole ones", () => {
    const tenth = container(100, 100);
    assert.equal(fargateSize({ containers: Array.from({ length: 10 }, () => tenth) })?.vcpu, 1);
  });

  it("counts a sidecar with the containers that it runs beside", () => {
    const sidecar = { ...container(100, 100), restartPolicy: "Always" };
    assert.deepEqual(
      fargateSize({ containers: [container(200, 300)], initContainers: [sidecar] }),
      one(300, 400),
    );
  });

  it("takes a limit for the request that Kubernetes makes of it", () => {
    const limits = { cpu: "1", memory: "1Gi" };
    assert.deepEqual(fargateSize({ containers: [{ resources: { limits } }] }), { vcpu: 1, gigabytes: 2 });
  });

  it("is none where a request is no quantity", () => {
    for (const cpu of ["much", "-1"]) {
      const resources = { requests: { cpu } };
      assert.equal(fargateSize({ containers: [{ resources }] }), undefined);
      assert.equal(fargateSize({ containers: [], initContainers: [{ resources }] }), undefined);
    }
  });
});

describe("sizeText", () => {
  it("names both amounts", () => {
    assert.equal(sizeText({ vcpu: 0.25, gigabytes: 0.5 }), "0.25 vCPU / 0.5 GB");
  });
});
