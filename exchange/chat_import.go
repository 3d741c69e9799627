package exchange

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"tradedesk/exchange/chat"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Bounds of a chat and of the archive that it comes in with its files.
const (
	maxChat        = 64 << 20 // bytes of its text
	maxChatFile    = 50 << 20 // of one file
	maxChatFiles   = 1 << 30  // of all files, unpacked
	maxChatEntries = 20_000   // in the archive
)

// originChat begins the origin of a message of a chat; a hash of what it says follows.
const originChat = "chat:"

// importChat reads a chat out of its text, or out of the archive with its files.
func (s *session) importChat(zipped bool) error {
	if s.req.Kind != "" && s.req.Kind != model.KindMessage {
		return fmt.Errorf("a chat cannot be read as %.40q: want message", s.req.Kind)
	}
	s.report.Kind = model.KindMessage
	if !zipped {
		return s.readChat(s.text, nil)
	}
	packed, err := spool(s.ctx, s.raw)
	if err != nil {
		return err
	}
	files, err := openChatFiles(packed)
	if err == nil {
		err = s.readPackedChat(files)
	}
	if closeErr := packed.close(); err == nil {
		err = closeErr
	}
	return err
}

func (s *session) readPackedChat(files *chatFiles) error {
	in, err := files.chat.Open()
	if err != nil {
		return notThat(errNotUnpacked.With(refusal.Parts{"File": shownName(files.chat.Name)}).For(err))
	}
	err = s.readChat(in, files)
	if closeErr := in.Close(); err == nil {
		err = closeErr
	}
	return err
}

// readChat reads the text of a chat into the thread of whom it is with.
func (s *session) readChat(in io.Reader, files *chatFiles) error {
	raw, err := io.ReadAll(io.LimitReader(&untilDone{s.ctx, in}, maxChat+1))
	if err != nil {
		return err
	}
	if len(raw) > maxChat {
		return notThat(errLongChat.With(atMost(maxChat >> 20)))
	}
	c, err := chat.Parse(strings.ToValidUTF8(strings.TrimPrefix(string(raw), utf8BOM), "\uFFFD"), s.started.Location())
	if err != nil {
		return fmt.Errorf("%w: it %w", ErrFormat, err)
	}
	party, err := s.partyOfChat(c)
	if err != nil {
		return err
	}
	if c.Unsure {
		s.warnings.add(refused(RowError{}, errDaysTaken))
	}
	talk := &talk{session: s, party: party, files: files, seen: map[string]int{}}
	r := s.newReader(newMemo())
	for i := range c.Messages {
		if err := talk.read(r, &c.Messages[i]); err != nil {
			return err
		}
		if len(r.found) >= s.pace.records {
			if err := s.takeAll(r); err != nil {
				return err
			}
			r = s.newReader(newMemo())
		}
	}
	return s.takeAll(r)
}

// talk is a chat on its way into a thread.
type talk struct {
	*session
	party chatParty
	files *chatFiles
	seen  map[string]int // how often a message was said in the same words at one time
}

// read makes a record of a message; what the program says itself is a note.
func (t *talk) read(r *reader, said *chat.Message) error {
	m := &model.Message{
		Thread: t.party.id, Direction: t.party.direction(said.From), From: text.Clean(said.From, model.MaxText),
		At: value.At(said.At), Body: text.CleanLines(said.Text, model.MaxLong),
	}
	same := strings.Join([]string{t.party.id.String(), said.At.UTC().Format("20060102150405"), said.From, said.Text, said.File}, "\x00")
	t.seen[same]++
	sum := sha256.Sum256([]byte(same + "\x00" + strconv.Itoa(t.seen[same])))
	m.Origin = originChat + hex.EncodeToString(sum[:16])
	if said.File != "" {
		a, why, err := t.keep(said.File)
		if err != nil {
			return err
		}
		if why != nil {
			r.warn(refused(RowError{Line: said.Line}, errChatFile.With(refusal.Parts{"File": shownName(said.File)}).For(why)))
		}
		m.Attachments = []model.Attachment{a}
	}
	r.accept(candidate{record: m, line: said.Line, size: len(m.Body) + 200})
	return nil
}

// keep keeps a file of the archive; why says that it could not.
func (t *talk) keep(name string) (a model.Attachment, why, err error) {
	a.Name = model.FileName(name)
	if t.files == nil {
		return a, nil, nil // the text came without its files
	}
	content, why := t.files.content(name)
	if why != nil {
		return a, why, nil
	}
	sum := sha256.Sum256(content)
	a.SHA256, a.Size = hex.EncodeToString(sum[:]), int64(len(content))
	return a, nil, t.target.KeepFile(t.ctx, a, content)
}

// chatFiles are the files of an archive by their names.
type chatFiles struct {
	chat *zip.File
	by   map[string]*zip.File
	left int64 // bytes that may still be unpacked
}

func openChatFiles(packed *spooled) (*chatFiles, error) {
	archive, err := zip.NewReader(packed, packed.size)
	if err != nil {
		return nil, notThat(errDamagedPack.For(err))
	}
	if len(archive.File) > maxChatEntries {
		return nil, notThat(errManyPacked.With(atMost(maxChatEntries)))
	}
	files := &chatFiles{by: map[string]*zip.File{}, left: maxChatFiles}
	for _, f := range archive.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		files.by[name] = f
		if strings.EqualFold(path.Ext(name), ".txt") && (files.chat == nil || name == "_chat.txt" || chat.OtherOf(name) != "") {
			files.chat = f
		}
	}
	if files.chat == nil {
		return nil, notThat(errNoChatInside)
	}
	if tooTight(files.chat) || files.chat.UncompressedSize64 > maxChat {
		return nil, errBomb
	}
	return files, nil
}

// tooTight tells a bomb from a file: texts and pictures reach a tenth of maxRatio.
func tooTight(f *zip.File) bool {
	return f.UncompressedSize64 > 4<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64
}

// content unpacks a file; why says why not.
func (c *chatFiles) content(name string) (content []byte, why error) {
	f, ok := c.by[path.Base(strings.ReplaceAll(name, `\`, "/"))]
	switch {
	case !ok:
		return nil, errFileAbsent
	case f.UncompressedSize64 > maxChatFile:
		return nil, errFileLarge.With(atMost(maxChatFile >> 20))
	case tooTight(f):
		return nil, errFileTight
	case int64(f.UncompressedSize64) > c.left:
		return nil, errFilesLarge.With(atMost(maxChatFiles >> 30))
	}
	in, err := f.Open()
	if err != nil {
		return nil, errFileUnpacked
	}
	defer in.Close() // only read
	content, err = io.ReadAll(io.LimitReader(in, maxChatFile+1))
	if c.left -= int64(len(content)); err != nil || len(content) > maxChatFile {
		return nil, errFileDamaged
	}
	return content, nil
}
