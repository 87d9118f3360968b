// pg-boss with batches: insert for many jobs, and fetch and complete of up to 1 000, which its documentation names for throughput.
import PgBoss from 'pg-boss';
import { groups, measure } from './measured.mjs';

const fetchers = 2;
const boss = new PgBoss({ connectionString: process.argv[2], supervise: false, schedule: false });
await boss.start();
await boss.createQueue('noop');

await measure({
  async enqueue(runs) {
    for (const group of groups(runs, 1000)) {
      await boss.insert(group.map((number) => ({ name: 'noop', data: { number } })));
    }
  },
  async drain() {
    await Promise.all(
      Array.from({ length: fetchers }, async () => {
        for (let jobs; (jobs = await boss.fetch('noop', { batchSize: 1000 })).length > 0; ) {
          await boss.complete(
            'noop',
            jobs.map((job) => job.id),
          );
        }
      }),
    );
  },
  close: () => boss.stop({ graceful: false, wait: true }),
});
