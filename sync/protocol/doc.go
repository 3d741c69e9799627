// Package protocol is what desks and a server say to each other: the calls' bodies,
// cursors, the hash of the log, and problems. docs/openapi.yaml is the reference,
// docs/sync.md says what it is for.
package protocol

// Version is the version of the protocol that this program speaks.
const Version = 1

// The headers of a call.
const (
	HeaderProtocol = "Sync-Protocol" // Version
	HeaderSchema   = "Sync-Schema"   // the schema of the desk's file
	HeaderDevice   = "Sync-Device"   // the device that the token belongs to
	HeaderEpoch    = "Sync-Epoch"    // the epoch that the desk believes in
	HeaderRole     = "Sync-Role"     // of a reply: what the device's user may do
	HeaderOffset   = "Upload-Offset" // of a reply: how many bytes of a content the server has
)

// The types of bodies.
const (
	TypeJSON    = "application/json"
	TypeLines   = "application/x-ndjson"
	TypeProblem = "application/problem+json"
	TypeEvents  = "text/event-stream"
	TypeBytes   = "application/octet-stream"
)
