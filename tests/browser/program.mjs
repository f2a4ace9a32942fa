// The program under test: runs a command, or serves a store and says where.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const binary = process.env.SUYUAN ?? join(root, "target/release/suyuan");

/** A folder that is removed when the tests end. */
export function place() {
  const path = mkdtempSync(join(tmpdir(), "suyuan-browser-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function run(...args) {
  const done = spawnSync(binary, args, { encoding: "utf8", maxBuffer: 64 << 20 });
  assert.equal(done.status, 0, `suyuan ${args.join(" ")}: ${done.stderr}`);
  return done.stdout;
}

/** Serves a store on a free port. */
export async function serve(store) {
  const child = spawn(binary, ["serve", "--store", store, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill());
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (found !== null) return { home: found[0], stop: () => child.kill("SIGINT"), child };
  }
  throw new Error(`suyuan serve ended: ${said}`);
}
