package keys

import (
	"fmt"
	"io"
	"strings"

	"tradedesk/ui/words"
)

//go:generate go test -run TestDocumentIsCurrent -update .

// WriteMarkdown writes the reference of all keys, by scope.
func (b *Bindings) WriteMarkdown(out io.Writer, w *words.Words) error {
	var s strings.Builder
	fmt.Fprintf(&s, "# %s\n\n%s\n", w.T("doc.keys.title"), w.T("doc.keys.about"))
	for _, scope := range Scopes() {
		fmt.Fprintf(&s, "\n## %s\n\n| %s | %s | %s |\n|---|---|---|\n", w.T("scope."+string(scope)),
			w.T("doc.keys.key"), w.T("doc.keys.action"), w.T("doc.keys.does"))
		for _, a := range b.actions {
			if a.Scope != scope {
				continue
			}
			labels := make([]string, len(a.Keys))
			for i, key := range a.Keys {
				labels[i] = "`" + strings.ReplaceAll(Label(w, key), "|", "\\|") + "`"
			}
			fmt.Fprintf(&s, "| %s | %s | %s |\n", strings.Join(labels, " "), w.T(a.Name()), w.T(a.Help()))
		}
	}
	if _, err := io.WriteString(out, s.String()); err != nil {
		return fmt.Errorf("writing the reference of keys: %w", err)
	}
	return nil
}
