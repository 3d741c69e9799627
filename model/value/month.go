package value

import (
	"strconv"
	"time"
)

// monthNames are by language; in Arabic as Morocco calls them.
var monthNames = map[Language][12]string{
	"ar": {"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// MonthName gives the name of a month in a language (ar, fr, en; else English).
func MonthName(m time.Month, lang Language) string {
	in, ok := monthNames[lang]
	if !ok {
		in = monthNames["en"]
	}
	return in[m-1]
}

// Spoken writes a day with the month's name, "29 November 2026", so that no reader takes it
// for another; space stands between its words. "" for what is no day.
func (d Date) Spoken(lang Language, space string) string {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	number := strconv.Itoa(day.Day())
	if lang == "fr" && day.Day() == 1 {
		number = "1er"
	}
	return number + space + MonthName(day.Month(), lang) + space + strconv.Itoa(day.Year())
}
