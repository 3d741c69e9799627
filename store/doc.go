// Package store keeps the desk in one bbolt file: records, their indexes, their
// history, the outbox of changes to be sent, undo, migrations and check. One
// transaction writes a record with everything that is derived from it.
package store
