package protocol

import (
	"fmt"
	"net/http"
	"time"
)

// Code says what a problem is; the type of a problem is "urn:tradedesk:" and the code.
type Code string

// The problems that a server reports (RFC 9457), with their usual status.
const (
	CodeUnauthorized  Code = "unauthorized"      // 401: no such token, or an expired one
	CodeRevoked       Code = "device-revoked"    // 403
	CodeForbidden     Code = "forbidden"         // 403: the role may not
	CodeNotFound      Code = "not-found"         // 404
	CodeDiverged      Code = "history-diverged"  // 409: another epoch, or a hash that does not match
	CodeFork          Code = "device-fork"       // 409: another op has this counter
	CodeGap           Code = "device-gap"        // 409: the counter is beyond the next; N is the server's
	CodeTooOld        Code = "client-too-old"    // 409: the server does not know this protocol or schema any more
	CodeCompacted     Code = "cursor-compacted"  // 410
	CodeTooLarge      Code = "too-large"         // 413
	CodeInvalid       Code = "invalid"           // 422, or 400 when the whole body is
	CodeCutOff        Code = "cut-off"           // 400: the body broke off on its way
	CodeRate          Code = "too-many-requests" // 429
	CodeUnavailable   Code = "unavailable"       // 503
	CodeInternal      Code = "internal"          // 500
	CodeQuota         Code = "quota"             // 507: the server has no room
	CodeWrongType     Code = "unsupported-media" // 415
	CodeBlobMismatch  Code = "blob-mismatch"     // 422: the content has another hash
	CodeBlobOffset    Code = "blob-offset"       // 416: the content goes on elsewhere, Upload-Offset says where
	CodeRecordUnknown Code = "record-unknown"    // of an op: it changes a record of another kind
	CodeWaits         Code = "waits"             // of an op: the one that makes its record was not taken
)

const problemType = "urn:tradedesk:"

// Problem is an error as RFC 9457 writes it.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	N      uint64 `json:"n,omitempty"` // with device-gap: the last counter that the server has of the device

	RetryAfter time.Duration `json:"-"` // what the reply's header says, 0 when nothing
}

// NewProblem makes a problem; detail is a sentence for a person and holds nothing of
// another workspace.
func NewProblem(status int, code Code, detail string) *Problem {
	return &Problem{Type: problemType + string(code), Title: http.StatusText(status), Status: status, Detail: detail}
}

// Code gives the code, "" for a problem of somebody else's.
func (p *Problem) Code() Code {
	if len(p.Type) > len(problemType) && p.Type[:len(problemType)] == problemType {
		return Code(p.Type[len(problemType):])
	}
	return ""
}

// Error gives what a person reads.
func (p *Problem) Error() string {
	if p.Detail == "" {
		return fmt.Sprintf("the server says: %d %.100s", p.Status, p.Title)
	}
	return fmt.Sprintf("the server says: %d %.400s", p.Status, p.Detail)
}
