package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type addOptions struct {
	from    string
	qualify bool
}

func (a *app) addCommand() *cobra.Command {
	o := addOptions{}
	c := &cobra.Command{
		Use:   "add KIND field=value…",
		Short: "Add a record and print its id",
		Long: `add makes one record and prints its id, or with --json the record. Lists are
separated by ; or by commas, times are read as you would type them (2026-11-24
09:30, tomorrow), and a field that is another record takes its id or the end of it.
RFQ lines read as "product, quantity unit; …", quote tiers as "500:4.20; 1000:3.95".

"add rfq --from LEAD" fills the RFQ from a lead and moves the lead to rfq_open, as
one action; fields that are given too count before the lead's. A message in the
lead's thread does too: its text becomes the notes.

Fields by kind:`,
		Annotations: map[string]string{fieldsFollow: ""},
		Example: `  tradedesk add lead company="Nord Foods Inc" country=CA product="argan oil" quantity=2000 unit=KGM
  tradedesk add task title="Send the offer" about=7c2d9f10 due_at=tomorrow --json
  tradedesk add rfq --from 7c2d9f10 --qualify deadline="in 14d"`,
		Args: func(c *cobra.Command, args []string) error {
			if o.from != "" {
				return atLeast(1, "a kind")(c, args)
			}
			return atLeast(2, "a kind and field=value")(c, args)
		},
		ValidArgsFunction: a.completeAdd,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runAdd(c.Context(), o, args[0], args[1:])
		},
	}
	c.Flags().StringVar(&o.from, "from", "", "fill the RFQ from the `LEAD` with this id, or a message in its thread")
	c.Flags().BoolVar(&o.qualify, "qualify", false, "with --from: qualify the lead too, when it is not yet")
	return c
}

// fieldsFollow marks a command whose long help ends with the fields of each kind.
// Going through them all takes as long as the rest of the commands, so it is done
// when they are read.
const fieldsFollow = "fields follow"

// endHelp adds to the long help of a command what is left out until it is read.
func endHelp(c *cobra.Command) {
	if _, ok := c.Annotations[fieldsFollow]; ok {
		c.Long += "\n" + fieldHelp()
		delete(c.Annotations, fieldsFollow)
	}
}

// fieldHelp lists the fields of each kind that a person may set.
func fieldHelp() string {
	var b strings.Builder
	for _, kind := range model.Kinds() {
		line := fmt.Sprintf("  %-9s", kind)
		for _, f := range model.SchemaOf(kind).Editable() {
			if len(line)+1+len(f.Name) > 79 {
				b.WriteString(line + "\n")
				line = "           "
			}
			line += " " + f.Name
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

func (a *app) runAdd(ctx context.Context, o addOptions, kindArg string, assignments []string) error {
	kind, err := parseKind(kindArg)
	if err != nil {
		return err
	}
	if (o.from != "" || o.qualify) && kind != model.KindRFQ || o.qualify && o.from == "" {
		return usagef("add %s: --from and --qualify are for an RFQ made from a lead: add rfq --from LEAD", kind)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		set, err := a.parseSet(ctx, d, kind, assignments)
		if err != nil {
			return err
		}
		var record model.Record
		if o.from == "" {
			record, err = change(ctx, d, "add a "+string(kind), desk.Edit{Kind: kind, Create: true, Set: set})
		} else {
			record, err = addRFQ(ctx, d, o, set)
		}
		if err != nil {
			return err
		}
		return a.printAdded(ctx, d, record)
	})
}

func (a *app) printAdded(ctx context.Context, d desk.Desk, record model.Record) error {
	if a.json {
		return a.printRecord(ctx, d, record)
	}
	_, err := fmt.Fprintln(a.env.Out, record.Header().ID)
	return err
}

// change does one edit as one action and gives the record after it.
func change(ctx context.Context, d desk.Desk, label string, edit desk.Edit) (model.Record, error) {
	done, err := d.Do(ctx, desk.Action{Label: label, Edits: []desk.Edit{edit}})
	if err != nil {
		return nil, err
	}
	if len(done.Records) == 1 {
		return done.Records[0], nil
	}
	// An edit that changes nothing has no record to give.
	return d.Get(ctx, edit.ID)
}
