// What a team builds with Socket.IO: the redis-adapter between nodes, and one PostgreSQL insert per message before the answer.
//   node socketio.js PORT REDIS_URL POSTGRES_URL
const { createServer } = require("node:http");
const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");
const { Pool } = require("pg");

const [port, redisUrl, postgresUrl] = process.argv.slice(2);

// The channel's next number is taken in the statement that stores the message: one round trip, one commit.
const insert = {
  name: "insert-message",
  text: `WITH next AS (
           INSERT INTO channels (name, seq) VALUES ($1, 1)
           ON CONFLICT (name) DO UPDATE SET seq = channels.seq + 1 RETURNING seq)
         INSERT INTO messages (channel, seq, at, body) SELECT $1, next.seq, $2, $3 FROM next RETURNING seq`,
};

async function main() {
  const pool = new Pool({ connectionString: postgresUrl, max: 10 });
  await pool.query(`
    SELECT pg_advisory_lock(1);
    CREATE TABLE IF NOT EXISTS channels (name text PRIMARY KEY, seq bigint NOT NULL);
    CREATE TABLE IF NOT EXISTS messages (channel text, seq bigint, at bigint NOT NULL, body text NOT NULL, PRIMARY KEY (channel, seq));
    SELECT pg_advisory_unlock(1)`);

  const publisher = createClient({ url: redisUrl });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);

  const http = createServer();
  const io = new Server(http, {
    transports: ["websocket"],
    perMessageDeflate: false,
    pingInterval: 3_600_000,
    pingTimeout: 3_600_000,
    adapter: createAdapter(publisher, subscriber, { key: "peer" }),
  });

  io.on("connection", (socket) => {
    socket.on("join", async (channel, done) => {
      await socket.join(channel);
      done({ ok: true });
    });
    socket.on("post", async (channel, body, done) => {
      try {
        const at = Date.now();
        const { rows } = await pool.query({ ...insert, values: [channel, at, body] });
        const seq = Number(rows[0].seq);
        done({ seq });
        io.to(channel).emit("message", { channel, seq, at, body });
      } catch (error) {
        done({ error: error.message });
      }
    });
  });

  http.listen(Number(port), "127.0.0.1", () => console.log("ready"));
}

main();
