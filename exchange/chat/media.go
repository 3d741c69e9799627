package chat

import (
	"regexp"
	"strings"
	"sync"
)

// attached finds the name of a file: Android writes it before a word in brackets, iOS
// in angles behind a word.
var attached = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^(?:<[^<>:]{1,40}: ?([^<>:]+\.[0-9A-Za-z]{1,8})>|(.+\.[0-9A-Za-z]{1,8}) \((?:file attached|fichier joint|الملف مرفق|ملف مرفق|archivo adjunto|Datei angehängt)\))$`)
})

// omitted is what stands in the place of a file that was left out, folded to lower case.
var omitted = map[string]bool{
	"<media omitted>": true, "<médias omis>": true, "<médias omis.>": true, "<media omis>": true, "<fichier omis>": true,
	"<تم استبعاد الوسائط>": true, "<تم إستبعاد الوسائط>": true, "<الوسائط غير مدرجة>": true, "<تم حذف الوسائط>": true,
	"image omitted": true, "video omitted": true, "audio omitted": true, "document omitted": true, "sticker omitted": true, "gif omitted": true,
	"contact card omitted": true, "image absente": true, "vidéo absente": true, "vidéo omise": true, "audio omis": true, "image omise": true,
	"document omis": true, "sticker omis": true, "fiche contact omise": true, "صورة غير مدرجة": true, "فيديو غير مدرج": true,
	"ملف صوتي غير مدرج": true, "مستند غير مدرج": true, "ملصق غير مدرج": true, "تم استبعاد الصورة": true,
	"<multimedia omitido>": true, "<medien ausgeschlossen>": true, "bild weggelassen": true,
}

// encrypted begins what the program says of itself at the top of a chat, under the
// name of the other on iOS.
var encrypted = []string{
	"messages and calls are end-to-end encrypted", "messages to this chat and calls are now secured", "les messages et les appels sont chiffrés",
	"les messages et appels sont chiffrés", "الرسائل والمكالمات مشفرة", "الرسائل والمكالمات مُشفَّرة", "nachrichten und anrufe sind ende-zu-ende",
}

// settle takes the file out of a message's text, and tells what the program says from
// what people say.
func (m *Message) settle() {
	plain := strings.TrimSpace(strings.Map(seen, m.Text))
	for _, begins := range encrypted {
		if strings.HasPrefix(strings.ToLower(plain), begins) {
			m.From = ""
		}
	}
	if omitted[strings.ToLower(plain)] {
		m.Media = true
	}
	if found := attached().FindStringSubmatchIndex(plain); found != nil {
		from, to := found[2], found[3]
		if from < 0 {
			from, to = found[4], found[5]
		}
		m.File = strings.TrimSpace(plain[from:to])
		m.Text = strings.TrimSpace(plain[:found[0]] + plain[found[1]:])
		return
	}
	m.Text = strings.Trim(m.Text, "\u200e\u200f\u202a\u202c \n")
}
