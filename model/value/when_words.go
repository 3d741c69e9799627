package value

import "time"

// The words of days in English, French and Arabic, all folded: no accents, one
// form of each Arabic letter. Months also as Morocco and as the Levant name them.

var nowWords = []string{"now", "maintenant", "الان"}

var dayWords = map[string]int{
	"today": 0, "aujourd'hui": 0, "auj": 0, "اليوم": 0,
	"tomorrow": 1, "tmr": 1, "demain": 1, "غدا": 1, "غد": 1,
	"after tomorrow": 2, "day after tomorrow": 2, "apres-demain": 2, "apres demain": 2, "بعد غد": 2, "بعد الغد": 2,
	"yesterday": -1, "hier": -1, "امس": -1,
}

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "monday": time.Monday, "lun": time.Monday, "lundi": time.Monday, "الاثنين": time.Monday, "الاتنين": time.Monday,
	"tue": time.Tuesday, "tues": time.Tuesday, "tuesday": time.Tuesday, "mardi": time.Tuesday, "الثلاثا": time.Tuesday,
	"wed": time.Wednesday, "wednesday": time.Wednesday, "mer": time.Wednesday, "mercredi": time.Wednesday, "الاربعا": time.Wednesday,
	"thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday, "thursday": time.Thursday, "jeu": time.Thursday, "jeudi": time.Thursday, "الخميس": time.Thursday,
	"fri": time.Friday, "friday": time.Friday, "ven": time.Friday, "vendredi": time.Friday, "الجمعه": time.Friday,
	"sat": time.Saturday, "saturday": time.Saturday, "sam": time.Saturday, "samedi": time.Saturday, "السبت": time.Saturday,
	"sun": time.Sunday, "sunday": time.Sunday, "dim": time.Sunday, "dimanche": time.Sunday, "الاحد": time.Sunday,
}

// spanUnits: d days, w weeks, M months, h hours, m minutes.
var spanUnits = map[string]byte{
	"d": 'd', "day": 'd', "days": 'd', "j": 'd', "jour": 'd', "jours": 'd', "يوم": 'd', "ايام": 'd', "يوما": 'd',
	"w": 'w', "wk": 'w', "week": 'w', "weeks": 'w', "sem": 'w', "semaine": 'w', "semaines": 'w', "اسبوع": 'w', "اسابيع": 'w', "اسبوعا": 'w',
	"mo": 'M', "month": 'M', "months": 'M', "mois": 'M', "شهر": 'M', "شهرا": 'M', "اشهر": 'M', "شهور": 'M',
	"h": 'h', "hr": 'h', "hour": 'h', "hours": 'h', "heure": 'h', "heures": 'h', "ساعه": 'h', "ساعات": 'h',
	"m": 'm', "min": 'm', "mins": 'm', "minute": 'm', "minutes": 'm', "دقيقه": 'm', "دقايق": 'm',
}

var months = map[string]time.Month{
	"jan": 1, "january": 1, "janv": 1, "janvier": 1, "يناير": 1,
	"feb": 2, "february": 2, "fev": 2, "fevr": 2, "fevrier": 2, "فبراير": 2,
	"mar": 3, "march": 3, "mars": 3, "مارس": 3,
	"apr": 4, "april": 4, "avr": 4, "avril": 4, "ابريل": 4,
	"may": 5, "mai": 5, "ماي": 5, "مايو": 5,
	"jun": 6, "june": 6, "juin": 6, "يونيو": 6,
	"jul": 7, "july": 7, "juil": 7, "juillet": 7, "يوليوز": 7, "يوليو": 7,
	"aug": 8, "august": 8, "aout": 8, "غشت": 8, "اغسطس": 8,
	"sep": 9, "sept": 9, "september": 9, "septembre": 9, "شتنبر": 9, "سبتمبر": 9,
	"oct": 10, "october": 10, "octobre": 10, "اكتوبر": 10,
	"nov": 11, "november": 11, "novembre": 11, "نونبر": 11, "نوفمبر": 11,
	"dec": 12, "december": 12, "decembre": 12, "دجنبر": 12, "ديسمبر": 12,
}
