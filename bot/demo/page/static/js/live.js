// The live line to the workspace: tells what changed, and finds its way back after a break.

const PAUSE = 1000;

/** Calls `onchange({kind, channel, by, text})` for what `me` may see; answers a function that hangs up. */
export function listen(me, onchange, onback) {
  let socket;
  let ended = false;
  let broken = false;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/page/live?as=${encodeURIComponent(me)}`);
    socket.addEventListener("message", (event) => onchange(JSON.parse(event.data)));
    socket.addEventListener("open", () => {
      if (broken) onback();
      broken = false;
    });
    socket.addEventListener("close", () => {
      if (ended) return;
      broken = true;
      setTimeout(connect, PAUSE);
    });
  };
  connect();
  return () => {
    ended = true;
    socket.close();
  };
}
