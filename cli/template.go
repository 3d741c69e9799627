package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/letter"
	"tradedesk/model/value"
)

func (a *app) templateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "template",
		Short: "Keep the texts that messages are made of",
		Long: `template keeps texts for invitations, reminders, questions, offers and declines.
Fields in braces are filled from whom a message goes to and what it is about:

  {rfq.number}      the value; refused when there is none
  {contact|Sir}     the value, or what stands behind the bar
  Port: {rfq.port?} the value; the whole line is left out when there is none

Fields: ` + wrapped(letter.Names(), 72) + `

Templates of one name are the same text in several languages; the one in the
language of whom it goes to is taken. Every desk has some in ar, fr and en; one of
your own with the same name and language takes the place of such a one.`,
		Example: `  tradedesk template list
  tradedesk template try invitation --rfq RFQ-2026-4K7M2QX --to 5be01c22
  tradedesk template add name=thanks language=fr subject="Merci" body="{contact|Bonjour}, merci !"`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runTemplateList(c.Context()) },
	}
	c.AddCommand(a.templateAddCommand(), a.templateListCommand(), a.templateShowCommand(), a.templateEditCommand(), a.templateDeleteCommand(), a.templateTryCommand())
	return c
}

func (a *app) templateAddCommand() *cobra.Command {
	return &cobra.Command{
		Use: "add field=value…", Short: "Add a template", Args: atLeast(1, "field=value"),
		Long: "template add keeps a text. Its purpose is one of\n" + strings.Join(model.Choices(model.TypePurpose), ", ") + ".\nA field that there is not is refused by name.",
		Example: `  tradedesk template add name=thanks purpose=free language=en subject="Thank you" body="Dear {contact|Sir}, thank you."
  tradedesk template add name=thanks language=fr body="$(cat thanks.fr.txt)"`,
		RunE: func(c *cobra.Command, args []string) error { return a.runTemplateAdd(c.Context(), args) },
	}
}

func (a *app) templateListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the templates", Args: cobra.NoArgs,
		Long: `template list prints id, name, language, purpose and subject of every template;
those that are shipped with the desk have no id.`,
		Example: `  tradedesk template list
  tradedesk template list --json`,
		RunE: func(c *cobra.Command, _ []string) error { return a.runTemplateList(c.Context()) },
	}
}

func (a *app) templateShowCommand() *cobra.Command {
	lang := ""
	c := &cobra.Command{
		Use: "show TEMPLATE", Short: "Show a template as it is written", Args: exactly(1, "the id or name of a template"),
		Long:    `template show prints a template with its fields as they are written.`,
		Example: `  tradedesk template show invitation --language fr`,
		RunE:    func(c *cobra.Command, args []string) error { return a.runTemplateShow(c.Context(), args[0], lang) },
	}
	templateLanguageFlag(c, &lang)
	return c
}

func (a *app) templateEditCommand() *cobra.Command {
	lang := ""
	c := &cobra.Command{
		Use: "edit TEMPLATE field=value…", Short: "Change a template; a shipped one becomes your own", Args: atLeast(2, "a template and field=value"),
		Long: `template edit changes a template of your own. Of a shipped one it makes a copy
that takes its place on every desk of yours; deleting the copy brings the
shipped one back.`,
		Example: `  tradedesk template edit invitation --language fr subject="Consultation : {rfq.title}"`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runTemplateEdit(c.Context(), args[0], lang, args[1:])
		},
	}
	templateLanguageFlag(c, &lang)
	return c
}

func (a *app) templateDeleteCommand() *cobra.Command {
	lang := ""
	c := &cobra.Command{
		Use: "delete TEMPLATE", Short: "Delete a template of your own", Args: exactly(1, "the id or name of a template"),
		Long:    `template delete deletes a template of your own; undo brings it back.`,
		Example: `  tradedesk template delete thanks --language fr`,
		RunE:    func(c *cobra.Command, args []string) error { return a.runTemplateDelete(c.Context(), args[0], lang) },
	}
	templateLanguageFlag(c, &lang)
	return c
}

func templateLanguageFlag(c *cobra.Command, lang *string) {
	c.Flags().StringVar(lang, "language", "", "of those of one name the one in `LANG`")
}

// wrapped writes names in lines of a width, indented behind the first.
func wrapped(names []string, width int) string {
	var b strings.Builder
	at := len("Fields: ")
	for i, name := range names {
		switch {
		case i == 0:
		case at+len(", ")+len(name) > width:
			b.WriteString(",\n  ")
			at = len("  ")
		default:
			b.WriteString(", ")
			at += len(", ")
		}
		b.WriteString(name)
		at += len(name)
	}
	return b.String()
}

// templateJSON is a template in lists; the shipped ones have no id.
type templateJSON struct {
	ID       *model.ID      `json:"id"`
	Name     string         `json:"name"`
	Purpose  model.Purpose  `json:"purpose"`
	Language value.Language `json:"language"`
	Subject  string         `json:"subject"`
	Body     string         `json:"body"`
	Shipped  bool           `json:"shipped"`
}

func templateOut(t *model.Template) templateJSON {
	out := templateJSON{Name: t.Name, Purpose: t.Purpose, Language: t.Language, Subject: t.Subject, Body: t.Body, Shipped: t.ID.IsZero()}
	if !out.Shipped {
		out.ID = &t.ID
	}
	return out
}

func (a *app) runTemplateList(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		all, err := desk.Templates(ctx, d)
		if err != nil {
			return err
		}
		if a.json {
			out := make([]templateJSON, len(all))
			for i, t := range all {
				out[i] = templateOut(t)
			}
			return a.printJSON(out)
		}
		w := bufio.NewWriter(a.env.Out)
		for _, t := range all {
			id := "shipped"
			if !t.ID.IsZero() {
				id = t.ID.Short()
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", id, clean(t.Name), t.Language, t.Purpose, clean(t.Subject))
		}
		return w.Flush()
	})
}

func (a *app) runTemplateShow(ctx context.Context, typed, lang string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		t, err := a.findTemplate(ctx, d, typed, lang)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(templateOut(t))
		}
		_, err = fmt.Fprintf(a.env.Out, "%s (%s)\n%s\n\n%s\n", clean(t.Name), t.Language, clean(t.Subject), cleanBlock(t.Body))
		return err
	})
}

func (a *app) findTemplate(ctx context.Context, d desk.Desk, typed, lang string) (*model.Template, error) {
	language, err := letterLanguage(lang)
	if err != nil {
		return nil, err
	}
	if language == "" {
		language = value.Language(a.settings().Text("lang"))
	}
	return desk.FindTemplate(ctx, d, typed, language)
}

func letterLanguage(typed string) (value.Language, error) {
	if typed == "" {
		return "", nil
	}
	lang, err := value.ParseLanguage(typed)
	if err != nil {
		return "", usagef("--language: %w", err)
	}
	return lang, nil
}

func (a *app) runTemplateAdd(ctx context.Context, assignments []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		set, err := a.parseSet(ctx, d, model.KindTemplate, assignments)
		if err != nil {
			return err
		}
		return a.keepTemplate(ctx, d, "add a template", desk.Edit{Kind: model.KindTemplate, Create: true, Set: set})
	})
}

func (a *app) runTemplateEdit(ctx context.Context, typed, lang string, assignments []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		t, err := a.findTemplate(ctx, d, typed, lang)
		if err != nil {
			return err
		}
		set, err := a.parseSet(ctx, d, model.KindTemplate, assignments)
		if err != nil {
			return err
		}
		edit := desk.Edit{Kind: model.KindTemplate, ID: t.ID, Set: set, Seen: t.UpdatedAt}
		if t.ID.IsZero() {
			edit.Create, edit.Set = true, model.Fields(t)
			for name, raw := range set {
				edit.Set[name] = raw
			}
		}
		return a.keepTemplate(ctx, d, "edit template "+t.Name, edit)
	})
}

// keepTemplate writes a template whose fields are all known.
func (a *app) keepTemplate(ctx context.Context, d desk.Desk, label string, edit desk.Edit) error {
	probe, err := model.Apply(nil, model.Change{Kind: model.KindTemplate, Set: edit.Set})
	if err != nil {
		return err
	}
	t := probe.(*model.Template)
	if err := errors.Join(letter.Check(t.Subject), letter.Check(t.Body)); err != nil {
		return usageError{err}
	}
	after, err := change(ctx, d, label, edit)
	if err != nil {
		return err
	}
	return a.printRecord(ctx, d, after)
}

func (a *app) runTemplateDelete(ctx context.Context, typed, lang string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		t, err := a.findTemplate(ctx, d, typed, lang)
		if err != nil {
			return err
		}
		if t.ID.IsZero() {
			return usagef("%s (%s) is shipped with the desk: it stays; a template of your own with its name takes its place", clean(t.Name), t.Language)
		}
		done, err := d.Do(ctx, desk.Action{Label: "delete template " + t.Name, Edits: []desk.Edit{
			{Kind: model.KindTemplate, ID: t.ID, Set: model.Set{model.FieldDeleted: []byte("true")}, Seen: t.UpdatedAt},
		}})
		if err != nil {
			return err
		}
		return a.printDone("deleted", done, idsOf(done))
	})
}
