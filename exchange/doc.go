// Package exchange reads files into a desk and writes records to files: tables in
// CSV and XLSX, vCard, and JSON or NDJSON of the desk's own; calendars, mail and
// UBL documents are read only. It knows records and not where they are kept: a
// desk is a Target to it. Files are read as a stream, in constant memory, and
// every size is bounded before memory is taken for it.
package exchange
