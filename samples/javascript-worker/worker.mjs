// A worker for ActorJobs in one file, written from docs/protocol.md: version 1 of the protocol, in JSON text frames.
//   npm ci && node worker.mjs --server http://127.0.0.1:7700 --app NAME [--name ID] [--slots N] [--grace SECONDS]
// The variable ACTORJOBS_SECRET has the secret of the app, if the server asks for it.
// SIGTERM and SIGINT drain it. The line `break` on standard input cuts the socket without a close frame, to try that out.
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect, parseArgs } from 'node:util';
import WebSocket from 'ws';

const MiB = 1024 * 1024;
const DIAL_LIMIT = 5_000, CLOSE_LIMIT = 2_000; // for the handshake, and as long again for the welcome; for a close
const END_LIMIT = 2_000, ACCEPT_LIMIT = 5_000; // of draining: to end when asked, to be accepted
const REMEMBERED = 10_000, CAUSES = 20, CAUSE_DEPTH = 10, TEXT = 16_384, STACK = 32_768; // of the protocol; texts in UTF-16 code units
const options = readCommandLine(); // or ends with 2
const incarnation = randomUUID();
const say = (line) => console.log(line);

// ---- Processors: (params, { attempt, signal }) => result. None may block the event loop, which sends the heartbeats, too:
// what computes for long belongs in a worker thread. `attempt.token` is the fencing token.
const processors = {
  echo: (params) => params,
  fail: (params) => {
    throw new TypeError(params?.message ?? 'This processor always fails.', { cause: new RangeError('The cause of it.') });
  },
  sleep: (params, { signal }) => delay(params?.ms ?? 0, undefined, { signal }),
  append: async (params, { attempt: { run, attempt, token }, signal }) => {
    if (!params?.file) throw new TypeError('The field file of the params is missing; the path of the file to append to is expected.');
    const started = Date.now();
    await delay(params.ms ?? 0, undefined, { signal });
    const file = await open(params.file, 'a'); // O_APPEND: lines of several workers do not mix
    const line = JSON.stringify({ run, attempt, token, worker: options.name, started, ended: Date.now() });
    await file.write(Buffer.from(`${line}\n`)).then(() => file.sync()).finally(() => file.close());
  },
};

// ---- What is held. It outlives every session.
const running = new Map(); // key -> { attempt, abort, stopped }; an attempt that was given back is not in it
// Not accepted yet: key -> { attempt, message, bytes, underWay, wait, dueAt }. In memory only: if the process dies, they are
// missing in the next `adopted`, and the runs are given out again. A worker whose runs are dear keeps them on disk.
const results = new Map();
const stops = new Set(); // attempts that were stopped before they were seen
const DRAINED = new DOMException('The worker is shutting down.', 'AbortError');
const givenBack = new Set();
let session = null; // the newest
let store = null, highestEpoch = 0n; // epochs are compared only within one store
let draining = false, leaving = false, lastSaid = null;

const keyOf = ({ run, attempt, token }) => `${run}/${attempt}/${token}`;
function remember(set, key) {
  if (set.add(key).size > REMEMBERED) set.delete(set.values().next().value);
}

// ---- Dialing and reconnecting
async function keepDialing() {
  let failures = 0, finals = 0;
  for (let number = 1; !leaving; number++) { // a number is used up also by a socket that comes to nothing
    session = new Session(number);
    await session.ended; // so there are never two sockets at once
    if (leaving) return;
    const { wasAdopted, refusal } = session;
    if (wasAdopted) failures = 0;
    if (!refusal?.final) finals = 0;
    const byChance = 1 - Math.random() / 2; // so that a fleet is not in step
    await delay(refusal?.final ? Math.min(5_000 * 2 ** finals++, 60_000) * byChance // also after `adopted`: it would come again
      : wasAdopted ? Math.random() * 100
      : Math.min(200 * 2 ** failures++, 3_000) * byChance);
  }
}

class Session {
  adopted = false; wasAdopted = false; refusal = null; reason = null; heartbeats = 0; windowIsFull = false;
  heardAt = performance.now(); silenceLimit = 2 * DIAL_LIMIT; // until the welcome says another

  constructor(number) {
    this.number = number;
    this.socket = new WebSocket(options.url, { perMessageDeflate: false, maxPayload: 32 * MiB, handshakeTimeout: DIAL_LIMIT, headers: introduction() });
    let address = '';
    this.socket.on('upgrade', (response) => { address = response.socket.localAddress; });
    this.socket.on('unexpected-response', (request, response) => this.turnedAway(request, response));
    this.socket.on('open', () => this.send({ hello: hello(number, address) }));
    this.socket.on('message', (data) => this.read(data));
    this.socket.on('error', (error) => { this.reason ??= error.message || error.code; });
    // Only messages are signs of life, no pings. After a pause of this process its timers come before what has arrived
    // meanwhile; setImmediate lets that be read first.
    const checkSilence = () => performance.now() - this.heardAt >= this.silenceLimit && this.giveUp('the server was silent');
    this.timers = [setInterval(() => setImmediate(checkSilence), 250), setInterval(() => sendResults(this), 500)];
    this.ended = new Promise((resolve) => this.socket.on('close', (code) => resolve(this.end(code))));
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN && !this.refusal) this.socket.send(JSON.stringify({ messages: [message] }));
  }

  read(data) { // text always, as the server answers in the kind of our first frame
    this.heardAt = performance.now();
    try {
      for (const message of JSON.parse(data).messages) {
        const kind = Object.keys(message).find((name) => Object.hasOwn(orders, name)); // unknown kinds are ignored
        // Before the first `adopted` only heartbeats may be said, so these cannot be answered; they come again.
        const early = !this.adopted && (kind === 'dispatch' || kind === 'stop');
        if (kind && !early && !this.refusal) orders[kind](this, message[kind]);
      }
    } catch (error) {
      this.giveUp(`a frame of the server cannot be taken: ${error.message}`);
    }
  }

  turnedAway(request, { statusCode, headers }) { // before the protocol began; only a change lifts a 401
    const told = /error_description="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1] ?? `the server answered status ${statusCode}`;
    if (statusCode === 401) {
      this.refusal = { code: told.split(':')[0], final: true };
      sayNowAndThen(`refused: ${told}`, this.refusal.code);
    }
    this.reason ??= told;
    request.destroy();
    this.socket.terminate();
  }

  giveUp(reason) { // without waiting for the other side
    this.reason ??= reason;
    this.socket.terminate();
  }

  end(code) {
    this.timers.forEach(clearInterval);
    this.reason ??= this.refusal ? `refused: ${this.refusal.code}` : `the socket ended (${code})`;
    if (this.adopted) say(`offline: ${this.reason}`);
    else if (!this.refusal) sayNowAndThen(`offline: ${options.url}: ${this.reason}`);
    [this.adopted, this.closed] = [false, true]; // nothing more can be said over it
  }
}

// The secret goes before the protocol; the names are for the list of those who were refused.
function introduction() {
  const headers = { 'ActorJobs-App': encodeURIComponent(options.app), 'ActorJobs-Worker': encodeURIComponent(options.name) };
  return options.secret ? { ...headers, Authorization: `Bearer ${options.secret}` } : headers;
}

function hello(number, address) {
  return {
    protocol: 1, protocolMin: 1, app: options.app, worker: options.name, incarnation, session: String(number),
    slots: options.slots, processors: Object.keys(processors), clock: String(Date.now()), sdk: 'worker.mjs/1.0',
    host: { name: os.hostname(), os: os.type(), architecture: process.arch, pid: process.pid, address },
  };
}

// ---- What the server says
const orders = {
  welcome(s, welcome) {
    if (store !== welcome.store) [store, highestEpoch] = [welcome.store, 0n];
    s.silenceLimit = Number(welcome.silenceLimit);
    const beat = () => s.send({ heartbeat: { number: String(++s.heartbeats), slots: options.slots } });
    s.timers.push(setInterval(beat, Number(welcome.heartbeatEvery)));
  },
  // Each code ends in dialing again, as what only people can change may be changed meanwhile; `final` makes it seldom.
  // SESSION_SUPERSEDED needs nothing else, since every socket has a higher number than the one before.
  refused(s, { code, reason, final }) {
    s.refusal = { code, final };
    sayNowAndThen(`refused: ${code}: ${reason}`, code);
    s.socket.close(1000);
    s.timers.push(setTimeout(() => s.socket.terminate(), CLOSE_LIMIT));
  },
  adopt(s, { epoch }) {
    if (isTooOld('adopt', epoch)) return;
    const held = [...running.values()].map(({ attempt }) => ({ attempt }));
    for (const { attempt } of results.values()) held.push({ attempt, ended: true });
    s.send({ adopted: { epoch, slots: options.slots, draining, held } });
    say(`${s.adopted ? 'adopted again' : 'online'} as ${options.name} (session ${s.number}, epoch ${epoch}, holds ${held.length})`);
    s.adopted = s.wasAdopted = true;
    lastSaid = null; // whatever ends this is news
    for (const entry of results.values()) entry.underWay = false;
    sendResults(s);
  },
  heartbeatAnswer(s, { epoch }) {
    if (BigInt(epoch) > highestEpoch) highestEpoch = BigInt(epoch);
  },
  // The same dispatch may come several times, so the order of these questions matters; it is the protocol's.
  dispatch(s, { epoch, attempt, processor, params }) {
    if (isTooOld('dispatch', epoch)) return;
    const key = keyOf(attempt);
    if (givenBack.has(key)) return s.send({ returned: { attempt } });
    if (running.has(key) || results.has(key)) return s.send({ dispatchAccepted: { attempt } });
    if (stops.has(key)) {
      s.send({ dispatchAccepted: { attempt } });
      return keepResult(attempt, { outcome: 'OUTCOME_CANCELLED' });
    }
    const others = [...running.values()].filter((entry) => entry.attempt.run === attempt.run);
    if (others.some((entry) => BigInt(entry.attempt.token) > BigInt(attempt.token))) return;
    for (const entry of others) stopRunning(entry, 'a newer attempt of the run came');
    const no = draining ? { code: 'DRAINING', reason: 'This worker is shutting down.' }
      : !Object.hasOwn(processors, processor) ? { code: 'UNKNOWN_PROCESSOR', reason: `This worker has no processor '${processor}'.` }
      : running.size >= options.slots ? { code: 'NO_FREE_SLOT', reason: `All ${options.slots} slots are busy.` } : null;
    s.send(no ? { dispatchRefused: { attempt, ...no } } : { dispatchAccepted: { attempt } });
    if (no) say(`dispatch refused: ${key}: ${no.code}: ${no.reason}`);
    else run(attempt, processor, params);
  },
  stop(s, { epoch, attempt, cause }) {
    if (isTooOld('stop', epoch)) return;
    const key = keyOf(attempt);
    const held = running.has(key) || results.has(key);
    if (running.has(key)) stopRunning(running.get(key), cause);
    if (!held) remember(stops, key); // a stop can overtake its dispatch
    s.send({ stopAccepted: { attempt, held } });
  },
  resultAccepted(s, { attempt, stale }) {
    const key = keyOf(attempt);
    if (results.delete(key)) say(`result accepted: ${key}${stale ? ' (stale)' : ''}`);
    if (stale && running.has(key)) stopRunning(running.get(key), 'the attempt does not count any more');
    if (s.windowIsFull) sendResults(s); // there is room for others now
  },
};

// An order with a lower epoch comes from an owner that was replaced, and has not noticed.
function isTooOld(kind, epoch) {
  const tooOld = BigInt(epoch) < highestEpoch;
  if (tooOld) say(`ignored: ${kind} of epoch ${epoch}, as ${highestEpoch} was heard of`);
  else highestEpoch = BigInt(epoch);
  return tooOld;
}

// ---- Running
async function run(attempt, processor, params) {
  const entry = { attempt, abort: new AbortController(), stopped: false };
  const { signal } = entry.abort, key = keyOf(attempt), started = String(Date.now());
  running.set(key, entry);
  say(`started: ${key}: ${processor}`);
  let end;
  try {
    const value = await processors[processor](params ? JSON.parse(params) : undefined, { attempt, signal });
    end = { outcome: 'OUTCOME_SUCCEEDED', result: JSON.stringify(value) ?? '' };
    const bytes = Buffer.byteLength(end.result); // the server would cut it, too, but its frame might be refused before
    if (bytes > MiB) end = failed('RESULT_TOO_LARGE', `The result has ${bytes} bytes; at most ${MiB} are kept. Store it elsewhere and return where.`);
  } catch (thrown) { // whatever it is, it ends here
    const gaveUp = signal.aborted && (thrown === signal.reason || read(() => thrown.name) === 'AbortError');
    end = gaveUp ? { outcome: 'OUTCOME_CANCELLED' } : { outcome: 'OUTCOME_FAILED', failure: failureOf(thrown) };
  }
  if (!running.delete(key)) return; // it was given back meanwhile: nothing more is said about it
  if (signal.reason !== DRAINED || entry.stopped || end.outcome === 'OUTCOME_SUCCEEDED') {
    return keepResult(attempt, { ...end, started, ended: String(Date.now()) });
  }
  giveBack(entry); // whatever it ended with, it was because we drain
}

function giveBack({ attempt }) {
  const key = keyOf(attempt);
  running.delete(key);
  remember(givenBack, key);
  say(`returned: ${key}`);
  if (session.adopted) session.send({ returned: { attempt } }); // else the next `adopted` says it by not listing it
}

function stopRunning(entry, cause) {
  if (!entry.stopped) say(`stopping: ${keyOf(entry.attempt)}: ${cause}`);
  entry.stopped = true; // so that draining does not give it back
  entry.abort.abort();
}

function keepResult(attempt, end) {
  const message = { result: { attempt, ...end } };
  say(`ended: ${keyOf(attempt)}: ${end.outcome}`);
  results.set(keyOf(attempt), { attempt, message, bytes: Buffer.byteLength(JSON.stringify(message)), underWay: false });
  sendResults(session);
}

// Sends what this session has not sent, and again what had no answer for its time: after 3 s, 6 s, … 30 s. No more than
// 16 MiB are under way, as heartbeats would wait behind them.
function sendResults(s) {
  if (!s.adopted) return;
  const now = performance.now();
  let underWay = 0;
  for (const entry of results.values()) if (entry.underWay) underWay += entry.bytes;
  s.windowIsFull = false;
  for (const entry of results.values()) {
    if (entry.underWay && now < entry.dueAt) continue;
    if (!entry.underWay && underWay > 0 && underWay + entry.bytes > 16 * MiB) {
      s.windowIsFull = true;
      break; // in the order in which they ended
    }
    if (!entry.underWay) underWay += entry.bytes;
    entry.wait = entry.underWay ? Math.min(entry.wait * 2, 30_000) : 3_000;
    entry.underWay = true;
    entry.dueAt = now + entry.wait;
    s.send(entry.message);
  }
}

const failed = (type, message) => ({ outcome: 'OUTCOME_FAILED', failure: { type, message } });

// What is kept must be sendable, or its refusal would come again with each session: the bounds are those of the server, and a
// lone half of a surrogate pair, which is no UTF-8, is replaced. Whatever was thrown may throw again when it is read.
function failureOf(thrown) {
  let left = CAUSES - 1;
  return tell(thrown, CAUSE_DEPTH);

  function tell(error, depth) {
    if (!(error instanceof Error)) return { type: typeof error, message: cut(() => inspect(error)) };
    const causes = [];
    for (const cause of read(() => [...(error.cause === undefined ? [] : [error.cause]), ...(error.errors ?? [])], [])) {
      if (depth === 0 || left === 0) {
        causes.push({ type: '…', message: 'Further causes are left out.' });
        break;
      }
      left--;
      causes.push(tell(cause, depth - 1));
    }
    return { type: cut(() => error.name), message: cut(() => error.message), stack: cut(() => error.stack ?? '', STACK), causes };
  }
}

function read(get, otherwise = '(reading it threw)') {
  try {
    return get();
  } catch {
    return otherwise;
  }
}

const cut = (get, length = TEXT) => Buffer.from(read(() => String(get())).slice(0, length)).toString();

// ---- Draining
async function drain(signal) {
  if (draining) process.exit(1); // asked twice: somebody is in a hurry
  draining = true;
  say(`draining: ${signal}`);
  if (session.adopted) session.send({ drain: { reason: `The worker is shutting down (${signal}).` } });
  await until(() => running.size === 0, options.grace);
  for (const entry of running.values()) entry.abort.abort(DRAINED);
  await until(() => running.size === 0, END_LIMIT);
  for (const entry of [...running.values()]) giveBack(entry); // what does not end when asked ends with this process
  await until(() => results.size === 0, ACCEPT_LIMIT);
  leaving = true;
  const clean = results.size === 0 && session.adopted; // what is held would be lost by a goodbye
  if (clean) session.send({ goodbye: {} });
  say(clean ? 'goodbye' : `no goodbye: ${results.size} results wait, ${session.adopted ? 'online' : 'offline'}`);
  session.socket.close(1000);
  await until(() => session.closed, CLOSE_LIMIT);
  process.exit(clean ? 0 : 1);
}

async function until(condition, limit) {
  for (const end = performance.now() + limit; !condition() && performance.now() < end;) await delay(20);
}
function sayNowAndThen(line, what = line) { // the same only once a minute; a reason may have a time in it
  if (lastSaid?.what === what && performance.now() - lastSaid.at < 60_000) return;
  lastSaid = { what, at: performance.now() };
  say(line);
}
function readCommandLine() {
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({ options: { server: text, app: text, name: text, slots: text, grace: text } });
    for (const name of ['server', 'app']) if (!values[name]) throw new Error(`--${name} is missing.`);
    if (!/^https?:\/\/[^/]/.test(values.server)) throw new Error(`--server is '${values.server}'; expected http://HOST:PORT.`);
    const number = (name, otherwise, least, most) => {
      const value = Number(values[name] ?? otherwise);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      throw new Error(`--${name} is '${values[name]}'; expected a whole number from ${least} to ${most}.`);
    };
    return {
      url: new URL(values.server).href.replace(/^http/, 'ws').replace(/\/*$/, '/link/v1/worker'), // a path in front is kept
      secret: process.env.ACTORJOBS_SECRET, app: values.app, name: values.name ?? `${os.hostname()}-js`,
      slots: number('slots', 4, 1, 100_000), grace: 1_000 * number('grace', 30, 0, 86_400),
    };
  } catch (error) {
    console.error(`${error.message} Usage: node worker.mjs --server URL --app NAME [--name ID] [--slots N] [--grace SECONDS]`);
    return process.exit(2);
  }
}
process.on('uncaughtException', (error) => say(`uncaught: ${error?.stack ?? error}`)); // by a processor, where nobody awaits it
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, drain);
createInterface({ input: process.stdin }).on('line', (line) => line.trim() === 'break' && session.giveUp('broken off by hand'));
await keepDialing();
