// What every peer does alike: a warm-up, then rounds of enqueueing everything and draining it, each round printed as one line of JSON.

/**
 * @param {{enqueue: (runs: number) => Promise<void>, drain: (runs: number) => Promise<void>, close: () => Promise<void>}} peer
 *   drain ends when all jobs of the round are done and their end is committed.
 */
export async function measure(peer) {
  const [runs, rounds] = process.argv.slice(3).map(Number);
  await round(peer, Math.min(runs, 30000));
  for (let number = 1; number <= rounds; number++) {
    const { submit, drain } = await round(peer, runs);
    console.log(JSON.stringify({ submitSeconds: submit, drainSeconds: drain }));
  }
  await peer.close();
}

/** Counts ends, and lets one wait for a number of them. */
export function counter() {
  let count = 0;
  let wanted = Infinity;
  let reached = () => {};
  return {
    add(ends = 1) {
      count += ends;
      if (count >= wanted) reached();
    },
    reset() {
      count = 0;
      wanted = Infinity;
    },
    reaches(runs) {
      return new Promise((resolve) => {
        reached = resolve;
        wanted = runs;
        if (count >= wanted) resolve();
      });
    },
  };
}

/** Numbers from 0 to runs, in groups. */
export function* groups(runs, size) {
  for (let from = 0; from < runs; from += size) {
    yield Array.from({ length: Math.min(size, runs - from) }, (_, index) => from + index);
  }
}

async function round(peer, runs) {
  const submit = await seconds(() => peer.enqueue(runs));
  const drain = await seconds(() => peer.drain(runs));
  return { submit, drain };
}

async function seconds(work) {
  const started = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - started) / 1e9;
}
