import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const SOURCES = 'complete sources { server { key } status error { code } }';
const QUERIES = [
  `{ sessions(first: 100) { totalCount ${SOURCES} nodes { id name state result startTime policy { name } } } }`,
  `{ sessions(first: 50, filter: { results: [FAILED] }) { ${SOURCES} nodes { id log { title } items { name } } } }`,
  `{ policies(first: 200) { ${SOURCES} nodes { id name lastSuccess lastSession { result } repositories { name free } } } }`,
  `{ repositories(first: 200) { ${SOURCES} nodes { id name policies(first: 5) { nodes { name } } } } }`,
  `{ report { sessions(window: { last: "P7D" }, groupBy: [POLICY, DAY]) { ${SOURCES} groups { stats { count failed } } }
     protection { complianceRate ${SOURCES} } } }`,
  `{ policies(first: 200, maxAge: "PT0S") { ${SOURCES} nodes { id recoveryPoint { status } } } }`,
  `{ search(text: "prod", first: 20) { ${SOURCES} hits { matched } } }`,
  `{ servers { key health { status latencyMs } } }`,
  `{ sessions(first: 501) { complete } }`,
  `{ nothing }`,
];
const IDS = '{ policies(first: 200, filter: { status: [IDLE] }) { nodes { id } } }';
const START = `mutation ($id: ID!) { startPolicy(input: { policy: $id }) { session { id } userErrors { code } } }`;
const FOLLOW = `subscription ($id: ID!) { sessionUpdated(session: $id) { id state } }`;

/** Mixed load on a gateway: callers that read, act, follow, and sometimes hang up. */
export class Load {
  asked = 0;
  hungUp = 0;
  followed = 0;
  /** Answers of a kind that no caller should see. */
  bad = [];
  #running = false;
  #callers = [];

  constructor(url, choose, callers = 12) {
    this.url = url;
    this.choose = choose;
    this.size = callers;
  }

  begin() {
    this.#running = true;
    this.#callers = Array.from({ length: this.size }, () => this.#call());
  }

  /** Resolves when every caller has hung up. */
  async pause() {
    this.#running = false;
    await Promise.all(this.#callers);
  }

  async #call() {
    while (this.#running) {
      const dice = Math.random();
      if (dice < 0.08) await this.#act();
      else await this.#read(this.choose(QUERIES), dice > 0.9);
    }
  }

  async #read(query, hangsUp) {
    const leaving = new AbortController();
    const timer = hangsUp && setTimeout(() => leaving.abort(), Math.random() * 80);
    try {
      await this.ask(query, {}, leaving.signal);
    } catch (error) {
      if (!hangsUp) this.bad.push(String(error.cause ?? error));
      else this.hungUp += 1;
    } finally {
      clearTimeout(timer);
    }
  }

  async #act() {
    const ids = await this.ask(IDS);
    const policy = this.choose(ids.data?.policies.nodes ?? []);
    if (policy === undefined) return;
    const { data } = await this.ask(START, { id: policy.id });
    const session = data?.startPolicy?.session;
    if (session) await this.#follow(session.id);
  }

  /** Follows a session for a while, or to its end. */
  async #follow(id) {
    const client = createClient({
      url: this.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const updates = client.iterate({ query: FOLLOW, variables: { id } });
    const patience = delay(500 + Math.random() * 3000).then(() => client.dispose());
    try {
      for await (const { data } of updates) if (data) this.followed += 1;
    } catch {
      // The client went away in the middle, as intended.
    }
    await patience;
  }

  async ask(query, variables = {}, signal = null) {
    this.asked += 1;
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    const body = await response.json();
    const codes = (body.errors ?? []).map(({ extensions }) => extensions?.code);
    if (response.status >= 500 || codes.includes('INTERNAL_SERVER_ERROR'))
      this.bad.push(JSON.stringify(body).slice(0, 500));
    return body;
  }
}
