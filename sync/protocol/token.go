package protocol

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"tradedesk/model"
)

// tokenForm is the version of the written form of tokens and invitations; their workspace
// follows.
const tokenForm = "td1_"

// Token writes a token or an invitation of a workspace, made from random bytes. It names its
// workspace, so that it is looked for nowhere else.
func Token(workspace model.ID, random [32]byte) string {
	return tokenForm + hex.EncodeToString(workspace[:]) + "_" + base64.RawURLEncoding.EncodeToString(random[:])
}

// WorkspaceOf gives the workspace that a token or an invitation names.
func WorkspaceOf(token string) (workspace model.ID, ok bool) {
	rest, ok := strings.CutPrefix(token, tokenForm)
	name, _, found := strings.Cut(rest, "_")
	raw, err := hex.DecodeString(name)
	if !ok || !found || err != nil || len(raw) != len(workspace) {
		return workspace, false
	}
	return model.ID(raw), true
}
