// graphile-worker with the settings of the 'optimal conditions' in its performance page: a local queue, and ends written in batches.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { counter, groups, measure } from './measured.mjs';

const connectionString = process.argv[2];
const logger = new Logger(() => () => {});
const utils = await makeWorkerUtils({ connectionString, logger });
await utils.migrate();
const ends = counter();

await measure({
  async enqueue(runs) {
    for (const group of groups(runs, 1000)) {
      await utils.addJobs(group.map((number) => ({ identifier: 'noop', payload: { number } })));
    }
  },
  async drain(runs) {
    ends.reset();
    const runner = await run({
      logger,
      taskList: { noop: () => ends.add() },
      preset: {
        worker: {
          connectionString,
          concurrentJobs: 24,
          maxPoolSize: 25,
          localQueue: { size: 500 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      noHandleSignals: true,
    });
    await ends.reaches(runs);
    // Stopping waits until the last ends are written.
    await runner.stop();
  },
  close: () => utils.release(),
});
