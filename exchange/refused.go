package exchange

import (
	"errors"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// refused gives a row its reason: in English as the error says it, and for who has words.
func refused(at RowError, err error) RowError {
	at.Message, at.err = err.Error(), err
	return at
}

// cutTo is why a text is not all there.
func cutTo(has, most int) error {
	return errCut.With(refusal.Parts{"Count": strconv.Itoa(has), "Most": strconv.Itoa(most)})
}

// newRefused is refused for who hands a row on.
func newRefused(at RowError, err error) *RowError {
	at = refused(at, err)
	return &at
}

// tell fills in what a report carries of a reason beside its English.
func (e RowError) tell() RowError {
	if e.err != nil {
		e.Why, e.err = toldOf(e.err), nil
	}
	return e
}

// Cause gives the reason as an error.
func (e RowError) Cause() error {
	if e.err != nil {
		return e.err
	}
	if e.Why != nil {
		return e.Why.Again()
	}
	return errors.New(e.Message)
}

// leftOut gives a value its reason, and says that it was left out.
func leftOut(at RowError, why error) RowError { return refused(at, errLeftOut.For(unnamed(why))) }

// toldOf gives what an error tells, nil when that is no more than its English.
func toldOf(err error) *refusal.Told {
	told := refusal.Tell(err)
	if told.Code == "" {
		return nil
	}
	return &told
}

// unnamed gives what is wrong with a field without its name, which a RowError has.
func unnamed(err error) error {
	var of *model.FieldError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

func cleanRowError(e RowError) RowError {
	e.Field, e.Message = text.Clean(e.Field, 255), text.Clean(e.Message, 500)
	return e
}

// Why a row, a value or a part of a file does not go in as it stands.
var (
	errNoUTF8       = refusal.New("import.no_utf8", "holds bytes that are not UTF-8 text: they were replaced")
	errOwnFields    = refusal.New("import.own_fields", "is not kept: a record has at most {Most} fields of its own")
	errKept         = refusal.New("import.kept", "{Why}; kept as it is written, under “{Label}”")
	errKeptNumber   = refusal.New("import.kept_number", "{Why}, as a number of {Country}; kept as it is written")
	errCut          = refusal.New("import.cut", "has {Count} characters: only the first {Most} are kept")
	errNoKind       = refusal.New("import.no_kind", "is missing: give the kind of the record")
	errOtherKind    = refusal.New("import.other_kind", "id {ID} is of a {Kind} here")
	errCharset      = refusal.New("import.charset", "the charset is not certain: it was read as {Charset}; if letters are wrong, say it with --charset")
	errCellFailed   = refusal.New("import.cell_failed", "holds an error instead of a value: it was left empty")
	errSheetLeft    = refusal.New("import.sheet_left", "the sheet was left out: {Why}")
	errSheetHidden  = refusal.New("import.sheet_hidden", "the sheet is hidden and was left out; name it in a mapping to read it")
	errManyColumns  = refusal.New("import.many_columns", "the row has more than {Most} columns")
	errLongRow      = refusal.New("import.long_row", "the row is longer than {Most} MiB")
	errLongCell     = refusal.New("import.long_cell", "the cell is longer than {Most} MiB")
	errOpenQuote    = refusal.New("import.open_quote", "the quote that opens here is never closed")
	errEndsInRecord = refusal.New("import.ends_in_record", "the file ends inside this record")
	errEndsInArray  = refusal.New("import.ends_in_array", "the file ends before the array does")
	errNoObject     = refusal.New("import.no_object", "is no JSON object")
	errLongRecord   = refusal.New("import.long_record", "the record is longer than {Most} MiB")
	errEmptyCard    = refusal.New("import.empty_card", "the card is empty")
	errNoCardBegin  = refusal.New("import.no_card_begin", "is outside of any card: a line BEGIN:VCARD is missing")
	errNoCardEnd    = refusal.New("import.no_card_end", "the card has no END:VCARD: what is there was taken")
	errNoText       = refusal.New("import.no_text", "holds bytes that are no text: they were replaced")
	errLongMail     = refusal.New("import.long_mail", "is longer than {Most} MiB: the rest was left out")
	errManyFiles    = refusal.New("import.many_files", "has more than {Most} attachments: the rest was left out")
	errToNobody     = refusal.New("import.to_nobody", "is to nobody who is known here: add whom it is to, or name a thread")
	errFromNobody   = refusal.New("import.from_nobody", "is from nobody who is known here, and no lead was to be made")
	errNoParty      = refusal.New("import.no_party", "nobody of this chat is known here ({Names}): say with --thread whose it is, or add the lead, supplier or contact first")
	errDaysTaken    = refusal.New("import.days_taken", "nothing in it tells whether days or months come first: days were taken")
	errNoDay        = refusal.New("import.no_day", "\"{Text}\" is no day: want such as 2026-04-13 or 13 April 2026")
	errNoXMLDay     = refusal.New("import.no_xml_day", "\"{Text}\" is no day: want such as 2026-04-13")
	errNoRate       = refusal.New("import.no_rate", "\"{Text}\" is no rate")
	errOtherRate    = refusal.New("import.other_rate", "{Currency} has another rate on {Day}: this one was left out")
	errLeftOut      = refusal.New("import.left_out", "{Why}: it was left out")
	errNoMoment     = refusal.New("import.no_moment", "{Name}: \"{Text}\" is no time of a calendar, such as 20261231T143000Z")
	errNoProperty   = refusal.New("import.no_property", "\"{Text}\" is no property: a name and a colon are missing")
	errNoColon      = refusal.New("import.no_colon", "{Name}: the colon before the value is missing")
	errManyParams   = refusal.New("import.many_params", "{Name}: more than {Most} parameters")
	errLongProperty = refusal.New("import.long_property", "{Name} is longer than {Most} MiB")
	errLongCard     = refusal.New("import.long_card", "the card is longer than {Most} MiB")
	errManyProps    = refusal.New("import.many_properties", "the card has more than {Most} properties")
	errChatFile     = refusal.New("import.chat_file", "its file {File} {Why}")
	errFileAbsent   = refusal.New("import.file_absent", "is not in the archive")
	errFileLarge    = refusal.New("import.file_large", "is larger than {Most} MB and was left out")
	errFileTight    = refusal.New("import.file_tight", "is packed so tightly that it would grow without end, and was left out")
	errFilesLarge   = refusal.New("import.files_large", "was left out: the files take more than {Most} GiB")
	errFileUnpacked = refusal.New("import.file_unpacked", "cannot be unpacked")
	errFileDamaged  = refusal.New("import.file_damaged", "is damaged and was left out")
)

// What is wrong with a file as a whole.
var (
	errNoHeader      = refusal.New("import.no_header", "the first row has to name the columns, but it holds an e-mail address; if none does, say header = 0 in a mapping")
	errHeaderRow     = refusal.New("import.header_row", "the header row: {Why}")
	errHeaderMissing = refusal.New("import.header_missing", "the header row: line {Line}, as the mapping says, is empty or not there")
	errEmptySheet    = refusal.New("import.empty_sheet", "the sheet is empty")
	errEmpty         = refusal.New("import.empty", "the file is empty")
	errWebPage       = refusal.New("import.web_page", "it is a web page")
	errRatesArchive  = refusal.New("import.rates_archive", "it is an archive with exchange rates: unpack it first")
	errNoWorkbook    = refusal.New("import.no_workbook", "it is no workbook, whatever its name says")
	errNoFormat      = refusal.New("import.no_format", "it looks like none of csv, xlsx, json, ndjson, vcard; name one with --format")
	errIsOther       = refusal.New("import.is_other", "it is {What}")
	errNotText       = refusal.New("import.not_text", "it is not a text file")
	errNoBookRows    = refusal.New("import.no_rows", "the workbook has no rows")
	errNoSheet       = refusal.New("import.no_sheet", "it has no such sheet: its sheets are {Sheets}")
	errDamagedZip    = refusal.New("import.damaged_zip", "it is a damaged workbook or zip archive: {Why}")
	errCutZip        = refusal.New("import.cut_zip", "it is a workbook or zip archive that was cut off")
	errIsZip         = refusal.New("import.is_zip", "it is a zip archive: unpack it first")
	errTooLarge      = refusal.New("import.too_large", "it is larger than {Most} MiB")
	errNoRatesHeader = refusal.New("import.no_rates_header", "no file of the European Central Bank's rates: the first row is to be Date and currencies")
	errNoPrices      = refusal.New("import.no_prices", "no row names columns of goods and prices, such as Product, MOQ, Unit price, 500+")
	errNoQuoteFormat = refusal.New("import.no_quote_format", "it is {Format}: a quote can be read from CSV, XLSX and UBL")
	errManyRows      = refusal.New("import.many_rows", "a price list has at most {Most} rows")
	errAtLine        = refusal.New("import.at_line", "line {Line}: {Why}")
	errNotUnpacked   = refusal.New("import.not_unpacked", "{File} in it cannot be unpacked: {Why}")
	errLongChat      = refusal.New("import.long_chat", "the text of the chat is larger than {Most} MiB")
	errDamagedPack   = refusal.New("import.damaged_archive", "the archive is damaged: {Why}")
	errManyPacked    = refusal.New("import.many_in_archive", "the archive holds more than {Most} files")
	errNoChatInside  = refusal.New("import.no_chat_inside", "the archive holds no chat, such as _chat.txt")
	errManyTexts     = refusal.New("import.many_texts", "it has more than {Most} MiB of different texts: save its sheets as CSV")
	errTooTight      = refusal.New("import.too_tight", "it is packed so tightly that it would grow without end")
	errManyParts     = refusal.New("import.many_parts", "it is an archive of more than {Most} files")
	errManySheets    = refusal.New("import.many_sheets", "it has more than {Most} sheets")
	errNoCells       = refusal.New("import.no_cells", "it is a workbook without sheets of cells")
	errBadPart       = refusal.New("import.bad_part", "its part \"{Part}\" cannot be read: {Why}")
)

// What is not clear in a price list.
var (
	errTwoNumbers   = refusal.New("import.two_numbers", "\"{Text}\" could be {First} or {Second}: say --decimal . or --decimal ,")
	errNotOne       = refusal.New("import.not_one_number", "\"{Text}\" is not one number")
	errPriceLeft    = refusal.New("import.price_left", "{Why}: the price was left out")
	errQuantityLeft = refusal.New("import.quantity_left", "{Why}: the quantity was left out")
	errOtherPrice   = refusal.New("import.other_price", "is in another currency or unit than the price before it")
	errNoLeadTime   = refusal.New("import.no_lead_time", "\"{Text}\" is no time of delivery, such as 21 or 3 weeks")
	errTwoTerms     = refusal.New("import.two_terms", "\"{Text}\" and above \"{Before}\": a quote has one, the first was taken")
	errInText       = refusal.New("import.in_text", "\"{Words}\" {Why}")
)

// atMost names a bound.
func atMost(n int) refusal.Parts { return refusal.Parts{"Most": strconv.Itoa(n)} }
