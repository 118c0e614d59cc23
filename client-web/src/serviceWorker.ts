// Keeps the built page on the device, so that it opens without a line and an officer can go on writing. It never touches
// what comes from the hub: no answer of /api is kept, no request is delayed or repeated here; the outbox does that.
/// <reference lib="webworker" />

interface Shell {
  /** Different for every build. */
  version: string
  /** All files of the page. */
  files: string[]
}

// Written into the built file by the build (scripts/shell.ts).
declare const __SHELL__: Shell

const worker = self as unknown as ServiceWorkerGlobalScope
const prefix = 'timpora-page-'
const shell = __SHELL__
const cacheName = prefix + shell.version
const page = '/index.html'
const notPage = /^\/(api|hub|healthz|openapi|metrics)(\/|$)/
const patience = 3000

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(cacheName).then((cache) =>
      // Past the browser's own cache: a page of one build must not be kept with files of another.
      cache.addAll(shell.files.map((file) => new Request(file, { cache: 'reload' }))),
    ),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name)
      await worker.clients.claim()
    })(),
  )
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || notPage.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(newestPage(request))
  else if (shell.files.includes(pathname)) event.respondWith(keptFirst(request))
})

// The server's page when it answers in time, so that nobody stays behind on an old one; else the kept page.
async function newestPage(request: Request): Promise<Response> {
  const kept = caches.match(page, { cacheName })
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) })
    if (answer.ok) return answer
    return (await kept) ?? answer
  } catch (cause) {
    const old = await kept
    if (old) return old
    throw cause
  }
}

async function keptFirst(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName })) ?? fetch(request)
}

export {}
