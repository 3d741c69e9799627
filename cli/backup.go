package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type backupOptions struct {
	force  bool
	verify string
}

var proofs = []string{string(desk.ProofNone), string(desk.ProofPages), string(desk.ProofFull)}

func (a *app) backupCommand() *cobra.Command {
	o := backupOptions{}
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the desk and its attached files to one file, also while it is open",
		Long: `backup writes a copy of the desk as it is at this moment, with what is attached to
its records; the desk may be open and in use. It is a tar: unpacked into an empty
directory it is a desk. The file has its name only when it is whole, on the disk and
verified: every attached file is what it was, and of the records "pages" looks
whether every page is in its place, "full" proves all that "tradedesk check" does,
"none" nothing. - writes to the standard output, where nothing is verified. What is
there already is not written over without --force.

An attached file that is damaged on this machine is left out and named, and the exit
code is 1. "tradedesk restore-backup FILE" brings the desk back.`,
		Example: `  tradedesk backup ~/backups/desk-2026-11-24.tar
  tradedesk backup - | gzip > desk.tar.gz
  tradedesk backup desk.tar --force --verify full --json`,
		Args: exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.runBackup(c.Context(), o, args[0]) },
	}
	c.Flags().BoolVar(&o.force, "force", false, "write over a file that is there")
	c.Flags().StringVar(&o.verify, "verify", string(desk.ProofPages), "how far the copy is verified: `HOW` is "+strings.Join(proofs, ", "))
	completeFlag(c, "verify", proofs)
	return c
}

func (a *app) runBackup(ctx context.Context, o backupOptions, name string) error {
	proof, err := parseProof(o.verify)
	if err != nil {
		return err
	}
	if err := checkEnding(name, "tar"); err != nil {
		return err
	}
	if name == "-" && isTerminal(a.env.Out) {
		return usagef("backup -: a desk's file is not for a terminal; name a file, or send the output to one")
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		progress := a.newProgress()
		defer progress.clear()
		if name == "-" {
			return a.backupToOutput(ctx, d, progress)
		}
		report, err := desk.WriteBackup(ctx, d, desk.BackupRequest{File: name, Force: o.force, Proof: proof}, progress.show)
		progress.clear()
		if errors.Is(err, desk.ErrConflict) {
			return fmt.Errorf("%w; choose another name, or --force to write over it", err)
		}
		if err != nil {
			return err
		}
		if err := a.printBackup(report); err != nil {
			return err
		}
		if n := len(report.Damaged); n > 0 {
			return fmt.Errorf("backing up to %s: it is whole but for %s; attach it again: SHA-256 %s",
				name, plural(n, "damaged attached file"), strings.Join(report.Damaged, ", "))
		}
		return nil
	})
}

func (a *app) printBackup(report desk.BackupReport) error {
	if a.json {
		return a.printJSON(report)
	}
	line := plural(report.Records, "record")
	if report.Files > 0 {
		line += ", " + plural(report.Files, "attached file")
	}
	_, err := fmt.Fprintf(a.env.Out, "backed up: %s (%s, %s)\n", clean(report.File), line, sizeText(report.Bytes))
	return err
}

func (a *app) backupToOutput(ctx context.Context, d desk.Desk, progress *progress) error {
	w := bufio.NewWriterSize(a.env.Out, 1<<20)
	if err := d.Backup(ctx, w, progress.show); err != nil {
		return err
	}
	return w.Flush()
}

func parseProof(typed string) (desk.Proof, error) {
	for _, proof := range proofs {
		if typed == proof {
			return desk.Proof(proof), nil
		}
	}
	return "", usagef("--verify %.20q: want one of %s", clean(typed), strings.Join(proofs, ", "))
}

// sizeText gives a size as a person reads it, in powers of 1,024.
func sizeText(bytes int64) string {
	const unit = 1024
	if bytes < unit {
		return plural(int(bytes), "byte")
	}
	size, names := float64(bytes)/unit, []string{"KiB", "MiB", "GiB", "TiB"}
	for size >= unit && len(names) > 1 {
		size, names = size/unit, names[1:]
	}
	return fmt.Sprintf("%.1f %s", size, names[0])
}
