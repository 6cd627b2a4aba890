import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the built program on a free port; answers its address and how to stop it. */
export async function startProgram(flags: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const binary = process.env['LAYOUTMAP_BIN'];
  if (!binary) throw new Error('e2e: LAYOUTMAP_BIN must name the built program, as `make test` does');
  const program = spawn(path.resolve(binary), ['serve', '--addr', '127.0.0.1:0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const failed = new Promise<never>((_, reject) => {
    program.once('error', reject);
    program.once('exit', (code) => reject(new Error(`e2e: the program ended with ${code} before it served`)));
  });
  const address = async (): Promise<string> => {
    for await (const line of createInterface({ input: program.stdout })) {
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (url) return url;
    }
    throw new Error('e2e: the program printed no address');
  };
  const url = await Promise.race([address(), failed]);
  failed.catch(() => {}); // from here on its end is ours
  program.stdout.resume();
  return {
    url,
    async stop() {
      program.kill('SIGTERM');
      if (program.exitCode === null) await once(program, 'exit');
    },
  };
}

/** The program that all tests share, told to them by its address. */
export default async function startServer(): Promise<() => Promise<void>> {
  const { url, stop } = await startProgram();
  process.env['LAYOUTMAP_URL'] = url;
  return stop;
}
