// Tries every way around the proxy that a page has. TCP and UDP are ports on this machine that nobody may reach.
(async () => {
  const hosts = [`127.0.0.1:${TCP}`, `localhost:${TCP}`, `[::1]:${TCP6}`, `0.0.0.0:${TCP}`];
  const quietly = (attempt) => { try { const made = attempt(); if (made && made.catch) made.catch(() => {}); } catch { /* refused is good */ } };
  for (const host of hosts) {
    quietly(() => fetch(`http://${host}/fetch`, { mode: 'no-cors' }));
    quietly(() => fetch(`http://${host}/post`, { mode: 'no-cors', method: 'POST', body: 'x' }));
    quietly(() => new WebSocket(`ws://${host}/socket`));
    quietly(() => { new Image().src = `http://${host}/image.png`; });
    quietly(() => navigator.sendBeacon(`http://${host}/beacon`, 'x'));
    quietly(() => new EventSource(`http://${host}/events`));
    for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'stylesheet']) {
      quietly(() => {
        const link = document.createElement('link');
        Object.assign(link, { rel, href: `http://${host}/${rel}`, as: 'fetch' });
        document.head.append(link);
      });
    }
    quietly(() => {
      const frame = document.createElement('iframe');
      frame.src = `http://${host}/frame`;
      document.body.append(frame);
    });
  }
  const code = `for (const host of ${JSON.stringify(hosts)}) { fetch('http://' + host + '/worker', { mode: 'no-cors' }).catch(() => {}); try { new WebSocket('ws://' + host + '/worker'); } catch {} }`;
  quietly(() => new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))));
  quietly(() => {
    const peer = new RTCPeerConnection({ iceServers: [
      { urls: [`stun:127.0.0.1:${UDP}`, `stun:[::1]:${UDP6}`] },
      { urls: [`turn:127.0.0.1:${UDP}?transport=udp`, `turn:127.0.0.1:${TCP}?transport=tcp`], username: 'u', credential: 'p' },
    ] });
    peer.createDataChannel('probe');
    peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(() => {});
  });
  quietly(() => new WebTransport(`https://127.0.0.1:${UDP}/`));
  setTimeout(() => { document.title = 'tried'; }, 700);
})();
