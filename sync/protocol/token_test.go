package protocol

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
)

// A token says its workspace, and what is none says nothing.
func TestTokensNameTheirWorkspace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var workspace model.ID
		var random [32]byte
		copy(workspace[:], rapid.SliceOfN(rapid.Byte(), len(workspace), len(workspace)).Draw(t, "workspace"))
		copy(random[:], rapid.SliceOfN(rapid.Byte(), len(random), len(random)).Draw(t, "random"))
		token := Token(workspace, random)
		if is, ok := WorkspaceOf(token); !ok || is != workspace {
			t.Errorf("%s is of %s, want %s", token, is, workspace)
		}
		cut := token[:rapid.IntRange(0, strings.LastIndexByte(token[:len(tokenForm)+33], '_')).Draw(t, "cut")]
		if is, ok := WorkspaceOf(cut); ok {
			t.Errorf("%s is of %s", cut, is)
		}
	})
	for _, other := range []string{"", "td1_", "td1__", "td2_" + strings.Repeat("0", 32) + "_x", "td1_" + strings.Repeat("0", 31) + "_x", "td1_" + strings.Repeat("g", 32) + "_x"} {
		if is, ok := WorkspaceOf(other); ok {
			t.Errorf("%q is of %s", other, is)
		}
	}
}
