// Package serve runs a sync server on a machine: it opens its file, listens, keeps
// house, and lets whoever runs it make workspaces, users and tokens, also while it
// runs.
package serve
