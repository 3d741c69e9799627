// Package capture understands one line typed at a trade fair: name, company,
// city, product, quantity, phone and e-mail in any order, in Latin and Arabic
// letters. What it does not understand it keeps as a note; nothing typed is lost.
//
// A line may help it: commas, semicolons and bars part what belongs apart, a label
// ("company: …", "société: …", "شركة: …") says what follows, quotes hold a label's
// text together, #word is a tag, and all behind // or -- is a note.
package capture
