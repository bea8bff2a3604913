import assert from "node:assert/strict";
import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { fingerprint, releaseName } from "../../release/fingerprint";

describe("releaseName", () => {
  it("is 10 hexadecimal digits, which a label and a person can take", () => {
    assert.match(releaseName({ spec: {} }, {}), /^[0-9a-f]{10}$/);
  });

  it("is the same on every machine and in every later version: a change here would restart every pod", () => {
    assert.equal(releaseName({ image: "web:1", env: [{ name: "A" }] }, { KEY: "f00" }), "e70c5d37e9");
  });

  it("doesn't depend on the order of keys", () => {
    assert.equal(
      releaseName({ a: 1, b: { c: 2, d: 3 } }, { x: "1", y: "2" }),
      releaseName({ b: { d: 3, c: 2 }, a: 1 }, { y: "2", x: "1" }),
    );
  });

  it("depends on the order of lists: arguments of a command are one", () => {
    assert.notEqual(releaseName({ a: [1, 2] }, {}), releaseName({ a: [2, 1] }, {}));
  });

  it("changes with the template and with every secret's fingerprint", () => {
    const names = [
      releaseName({ a: 1 }, {}),
      releaseName({ a: 2 }, {}),
      releaseName({ a: 1 }, { x: "1" }),
      releaseName({ a: 1 }, { x: "2" }),
      releaseName({ a: 1 }, { y: "1" }),
      releaseName({ a: 1, x: "1" }, {}),
    ];
    assert.equal(new Set(names).size, names.length);
  });

  it("differs for any two templates that differ", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        assert.equal(releaseName(a, {}) === releaseName(b, {}), isDeepStrictEqual(a, b));
      }),
    );
  });
});

describe("fingerprint", () => {
  it("is 32 hexadecimal digits that don't hold the secret", () => {
    const made = fingerprint("turnout/dev/web/KEY", "hunter2");
    assert.match(made, /^[0-9a-f]{32}$/);
    assert.equal(made, fingerprint("turnout/dev/web/KEY", "hunter2"));
  });

  it("changes with the value", () => {
    assert.notEqual(fingerprint("scope", "hunter2"), fingerprint("scope", "hunter3"));
  });

  it("doesn't show that two environments have the same secret", () => {
    assert.notEqual(fingerprint("turnout/dev/web/KEY", "x"), fingerprint("turnout/prod/web/KEY", "x"));
  });

  it("makes guessing dear: scrypt at N = 4096 and r = 8, as any other program computes it", () => {
    // python3 -c 'import hashlib; print(hashlib.scrypt(b"hunter2", salt=b"turnout/dev/web/KEY", n=4096, r=8, p=1, dklen=16).hex())'
    assert.equal(fingerprint("turnout/dev/web/KEY", "hunter2"), "14d6af8a566cb07f642d8c30fab267a7");
  });
});
