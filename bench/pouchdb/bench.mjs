// The peer of the desk's sync: PouchDB against express-pouchdb over loopback HTTP, each
// in a process of its own on LevelDB. It pushes documents of about 500 bytes to the
// server, pulls them into another database, and prints how many a second.
//
//	npm install && node bench.mjs [rounds] [documents]

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import expressPouchDB from 'express-pouchdb'
import PouchDB from 'pouchdb'

const batch = { batch_size: 1000 }

// serve is the server's process: it tells its port, and ends with its parent.
function serve(dir) {
  const app = express()
  app.use('/', expressPouchDB(PouchDB.defaults({ prefix: dir + sep }), { mode: 'minimumForPouchDB' }))
  const listener = app.listen(0, '127.0.0.1', () => process.send(listener.address().port))
  process.on('disconnect', () => process.exit())
}

// lead is a record like those that sync/simulator/speed_test.go makes.
function lead(i) {
  return {
    _id: `lead-${String(i).padStart(9, '0')}`,
    company: `Company ${String(i).padStart(7, '0')} Trading`, contact: `Person ${i}`, city: 'Casablanca', country: 'MA', product: 'argan oil',
    message: 'Dear sirs, we need a regular supply of the product for our shops and would like to have your best offer with samples, ' +
      'certificates and the terms of payment that you are used to. We look forward to your answer.',
    stage: 'new',
  }
}

// measure gives the documents a second of a replication that has to carry all.
async function measure(replication, documents) {
  const began = performance.now()
  const done = await replication
  const seconds = (performance.now() - began) / 1000
  if (!done.ok || done.docs_written !== documents) throw new Error(`${done.docs_written} of ${documents} documents arrived`)
  return Math.round(documents / seconds)
}

async function round(documents) {
  const dir = await mkdtemp(join(tmpdir(), 'pouchdb-bench-'))
  const server = fork(fileURLToPath(import.meta.url), ['serve', dir])
  try {
    const [port] = await once(server, 'message')
    const remote = `http://127.0.0.1:${port}/server`
    const from = new PouchDB(join(dir, 'from'))
    for (let i = 0; i < documents; i += 1000) {
      await from.bulkDocs(Array.from({ length: Math.min(1000, documents - i) }, (_, n) => lead(i + n)))
    }
    const pushed = await measure(PouchDB.replicate(from, remote, batch), documents)
    const to = new PouchDB(join(dir, 'to'))
    const pulled = await measure(PouchDB.replicate(remote, to, batch), documents)
    await Promise.all([from.close(), to.close()])
    return { pushed, pulled }
  } finally {
    server.disconnect()
    await once(server, 'exit')
    await rm(dir, { recursive: true, force: true })
  }
}

if (process.argv[2] === 'serve') {
  serve(process.argv[3])
} else {
  const rounds = Number(process.argv[2] ?? 5)
  const documents = Number(process.argv[3] ?? 10000)
  for (let i = 0; i < rounds; i++) {
    const { pushed, pulled } = await round(documents)
    console.log(`${pushed} pushed/s  ${pulled} pulled/s`)
  }
}
