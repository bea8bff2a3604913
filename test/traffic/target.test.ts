import assert from "node:assert/strict";
import { addressOf, lookupOf, targetOf } from "../../traffic/request";

describe("targetOf", () => {
  it("takes an address apart", () => {
    assert.deepEqual(targetOf("https://web.example.org/ready?deep=1", "X-Release"), {
      host: "web.example.org",
      port: 443,
      path: "/ready?deep=1",
      tls: true,
      header: "X-Release",
    });
    assert.deepEqual(targetOf("http://[::1]:8080"), { host: "::1", port: 8080, path: "/", tls: false });
    assert.equal(targetOf("http://web.example.org").port, 80);
  });

  it("can be turned back into the address", () => {
    for (const address of [
      "https://web.example.org/ready?deep=1",
      "http://[::1]:8080/",
      "http://web.localhost/",
      "https://web.localhost:80/",
    ])
      assert.equal(addressOf(targetOf(address)), address);
  });

  it("says what is no address", () => {
    for (const address of ["web.example.org", "ftp://web.example.org/", "", "http://"])
      assert.throws(() => targetOf(address), {
        message: `${JSON.stringify(address)} can't be asked: an address is one such as "https://web.example.org/".`,
      });
  });
});

describe("lookup", () => {
  const resolved = (hostname: string, all: boolean) =>
    new Promise((resolve) =>
      lookupOf(targetOf(`http://${hostname}/`))(hostname, { all }, (error, ...rest) =>
        resolve([error, ...rest]),
      ),
    );

  it("finds every name under .localhost on this machine, in both forms that Node asks for", async () => {
    assert.deepEqual(await resolved("web.pr-12.localhost", false), [null, "127.0.0.1", 4]);
    assert.deepEqual(await resolved("WEB.localhost.", true), [null, [{ address: "127.0.0.1", family: 4 }]]);
  });

  it("leaves other names to the system", async () => {
    const [error, addresses] = (await resolved("192.0.2.7", true)) as [unknown, unknown];
    assert.deepEqual([error, addresses], [null, [{ address: "192.0.2.7", family: 4 }]]);
    const [missing] = (await resolved("notlocalhost.invalid", false)) as [NodeJS.ErrnoException];
    assert.ok(missing instanceof Error); // ENOTFOUND, or EAI_AGAIN where there is no network
  });

  it("asks the load balancer for a host that no DNS leads to", async () => {
    const target = targetOf("http://web.shop.example/", undefined, "127.0.0.1");
    assert.equal(target.host, "web.shop.example");
    const address = await new Promise((resolve) =>
      lookupOf(target)("web.shop.example", {}, (error, ...rest) => resolve([error, ...rest])),
    );
    assert.deepEqual(address, [null, "127.0.0.1", 4]);
  });
});
