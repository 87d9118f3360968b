// BullMQ on Redis with an append-only file: addBulk, and one worker with a high concurrency; finished jobs are removed, as its documentation advises.
import { Queue, Worker } from 'bullmq';
import { counter, groups, measure } from './measured.mjs';

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const queue = new Queue('noop', { connection });
const ends = counter();

await measure({
  async enqueue(runs) {
    for (const group of groups(runs, 1000)) {
      await queue.addBulk(group.map((number) => ({ name: 'noop', data: { number }, opts: { removeOnComplete: true } })));
    }
  },
  async drain(runs) {
    ends.reset();
    const worker = new Worker('noop', async () => {}, { connection, concurrency: 200 });
    worker.on('completed', () => ends.add());
    await ends.reaches(runs);
    // Ends are written before they are told.
    await worker.close();
  },
  close: () => queue.close(),
});
