import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the built program on a free port, tells the tests its address, and stops it after them. */
export default async function startServer(): Promise<() => Promise<void>> {
  const binary = process.env['LAYOUTMAP_BIN'];
  if (!binary) throw new Error('e2e: LAYOUTMAP_BIN must name the built program, as `make test` does');
  const program = spawn(path.resolve(binary), ['serve', '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
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
  process.env['LAYOUTMAP_URL'] = await Promise.race([address(), failed]);
  failed.catch(() => {}); // from here on its end is ours
  program.stdout.resume();
  return async () => {
    program.kill('SIGTERM');
    if (program.exitCode === null) await once(program, 'exit');
  };
}
