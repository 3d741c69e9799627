package model

import "tradedesk/model/value"

// Lead is a buyer's enquiry, from the moment it comes in to won or lost.
type Lead struct {
	Head
	Company      string            `json:"company" cbor:"10,keyasint,omitempty"`
	Contact      string            `json:"contact" cbor:"11,keyasint,omitempty"`
	Email        value.Email       `json:"email" cbor:"12,keyasint,omitempty"`
	Phone        value.Phone       `json:"phone" cbor:"13,keyasint,omitempty"`
	Country      value.Country     `json:"country" cbor:"14,keyasint,omitempty"`
	City         string            `json:"city" cbor:"15,keyasint,omitempty"`
	Language     value.Language    `json:"language" cbor:"16,keyasint,omitempty"`
	Source       string            `json:"source" cbor:"17,keyasint,omitempty"`
	Product      string            `json:"product" cbor:"18,keyasint,omitempty"`
	HS           value.HS          `json:"hs" cbor:"19,keyasint,omitempty"`
	Quantity     value.Decimal     `json:"quantity" cbor:"20,keyasint,omitempty" field:"group=quantity"`
	Unit         value.Unit        `json:"unit" cbor:"21,keyasint,omitempty" field:"group=quantity"`
	TargetPrice  value.Decimal     `json:"target_price" cbor:"22,keyasint,omitempty" field:"group=price"`
	Currency     value.Currency    `json:"currency" cbor:"23,keyasint,omitempty" field:"group=price"`
	Incoterm     value.Incoterm    `json:"incoterm" cbor:"24,keyasint,omitempty"`
	Port         value.Port        `json:"port" cbor:"25,keyasint,omitempty"`
	Message      string            `json:"message" cbor:"26,keyasint,omitempty" field:"long"`
	ReceivedAt   value.Instant     `json:"received_at" cbor:"27,keyasint,omitempty"`
	Stage        Stage             `json:"stage" cbor:"28,keyasint,omitempty"`
	Reason       string            `json:"reason" cbor:"29,keyasint,omitempty"`
	Owner        string            `json:"owner" cbor:"30,keyasint,omitempty"`
	NextAction   string            `json:"next_action" cbor:"31,keyasint,omitempty"`
	DueAt        value.Instant     `json:"due_at" cbor:"32,keyasint,omitempty"`
	SnoozedUntil value.Instant     `json:"snoozed_until" cbor:"33,keyasint,omitempty"`
	RepliedAt    value.Instant     `json:"replied_at" cbor:"34,keyasint,omitempty"`
	Tags         []string          `json:"tags" cbor:"35,keyasint,omitempty"`
	Event        ID                `json:"event" cbor:"36,keyasint,omitzero" field:"ref=event"`
	Website      value.URL         `json:"website" cbor:"37,keyasint,omitempty"`
	Address      string            `json:"address" cbor:"38,keyasint,omitempty"`
	OtherEmails  []value.Email     `json:"other_emails" cbor:"39,keyasint,omitempty"`
	OtherPhones  []value.Phone     `json:"other_phones" cbor:"40,keyasint,omitempty"`
	Custom       map[string]string `json:"custom" cbor:"41,keyasint,omitempty"`
	Files        []Attachment      `json:"files" cbor:"42,keyasint,omitempty"`
	// Distinct are leads that look the same and, as a person said, are not.
	Distinct []ID `json:"distinct" cbor:"43,keyasint,omitempty" field:"fixed,ref=lead"`
	// MergedFrom are the leads that were merged into this one.
	MergedFrom []ID `json:"merged_from" cbor:"44,keyasint,omitempty" field:"fixed"`
}

// Supplier is a firm that makes or exports what buyers ask for.
type Supplier struct {
	Head
	Name         string            `json:"name" cbor:"10,keyasint,omitempty"`
	Contact      string            `json:"contact" cbor:"11,keyasint,omitempty"`
	Email        value.Email       `json:"email" cbor:"12,keyasint,omitempty"`
	Phone        value.Phone       `json:"phone" cbor:"13,keyasint,omitempty"`
	Country      value.Country     `json:"country" cbor:"14,keyasint,omitempty"`
	City         string            `json:"city" cbor:"15,keyasint,omitempty"`
	Port         value.Port        `json:"port" cbor:"16,keyasint,omitempty"`
	Products     []string          `json:"products" cbor:"17,keyasint,omitempty"`
	HS           []value.HS        `json:"hs" cbor:"18,keyasint,omitempty"`
	Certificates []string          `json:"certificates" cbor:"19,keyasint,omitempty"`
	MOQ          value.Decimal     `json:"moq" cbor:"20,keyasint,omitempty"`
	Unit         value.Unit        `json:"unit" cbor:"21,keyasint,omitempty"`
	Capacity     value.Decimal     `json:"capacity" cbor:"22,keyasint,omitempty"`
	LeadDays     int               `json:"lead_days" cbor:"23,keyasint,omitempty"`
	Incoterms    []value.Incoterm  `json:"incoterms" cbor:"24,keyasint,omitempty"`
	Currency     value.Currency    `json:"currency" cbor:"25,keyasint,omitempty"`
	Rating       value.Decimal     `json:"rating" cbor:"26,keyasint,omitempty"`
	Notes        string            `json:"notes" cbor:"27,keyasint,omitempty" field:"long"`
	Tags         []string          `json:"tags" cbor:"28,keyasint,omitempty"`
	Website      value.URL         `json:"website" cbor:"29,keyasint,omitempty"`
	Address      string            `json:"address" cbor:"30,keyasint,omitempty"`
	OtherEmails  []value.Email     `json:"other_emails" cbor:"31,keyasint,omitempty"`
	OtherPhones  []value.Phone     `json:"other_phones" cbor:"32,keyasint,omitempty"`
	Custom       map[string]string `json:"custom" cbor:"33,keyasint,omitempty"`
	Files        []Attachment      `json:"files" cbor:"34,keyasint,omitempty"`
	// Distinct are suppliers that look the same and, as a person said, are not.
	Distinct []ID `json:"distinct" cbor:"35,keyasint,omitempty" field:"fixed,ref=supplier"`
	// MergedFrom are the suppliers that were merged into this one.
	MergedFrom []ID `json:"merged_from" cbor:"36,keyasint,omitempty" field:"fixed"`
	// CertificatesUntil says until when some of Certificates are valid. They stand beside
	// the names, which older versions and lists go by.
	CertificatesUntil []CertificateDate `json:"certificates_until" cbor:"37,keyasint,omitempty"`
	// ExcludedMarkets are where they do not sell, as somebody else does so alone.
	ExcludedMarkets []value.Market `json:"excluded_markets" cbor:"38,keyasint,omitempty"`
}

// Contact is a person, at a buyer, a supplier or elsewhere.
type Contact struct {
	Head
	Name        string            `json:"name" cbor:"10,keyasint,omitempty"`
	Company     string            `json:"company" cbor:"11,keyasint,omitempty"`
	Title       string            `json:"title" cbor:"12,keyasint,omitempty"`
	Email       value.Email       `json:"email" cbor:"13,keyasint,omitempty"`
	Phone       value.Phone       `json:"phone" cbor:"14,keyasint,omitempty"`
	Country     value.Country     `json:"country" cbor:"15,keyasint,omitempty"`
	City        string            `json:"city" cbor:"16,keyasint,omitempty"`
	Address     string            `json:"address" cbor:"17,keyasint,omitempty"`
	Website     value.URL         `json:"website" cbor:"18,keyasint,omitempty"`
	Languages   []value.Language  `json:"languages" cbor:"19,keyasint,omitempty"`
	Notes       string            `json:"notes" cbor:"20,keyasint,omitempty" field:"long"`
	Tags        []string          `json:"tags" cbor:"21,keyasint,omitempty"`
	Supplier    ID                `json:"supplier" cbor:"22,keyasint,omitzero" field:"ref=supplier"`
	Lead        ID                `json:"lead" cbor:"23,keyasint,omitzero" field:"ref=lead"`
	Event       ID                `json:"event" cbor:"24,keyasint,omitzero" field:"ref=event"`
	OtherEmails []value.Email     `json:"other_emails" cbor:"25,keyasint,omitempty"`
	OtherPhones []value.Phone     `json:"other_phones" cbor:"26,keyasint,omitempty"`
	Custom      map[string]string `json:"custom" cbor:"27,keyasint,omitempty"`
	Files       []Attachment      `json:"files" cbor:"28,keyasint,omitempty"`
	// Distinct are contacts that look the same and, as a person said, are not.
	Distinct []ID `json:"distinct" cbor:"29,keyasint,omitempty" field:"fixed,ref=contact"`
	// MergedFrom are the contacts that were merged into this one.
	MergedFrom []ID `json:"merged_from" cbor:"30,keyasint,omitempty" field:"fixed"`
}

// Line is one item of an RFQ.
type Line struct {
	Product     string        `json:"product,omitempty" cbor:"1,keyasint,omitempty"`
	HS          value.HS      `json:"hs,omitempty" cbor:"2,keyasint,omitempty"`
	Quantity    value.Decimal `json:"quantity,omitempty" cbor:"3,keyasint,omitempty"`
	Unit        value.Unit    `json:"unit,omitempty" cbor:"4,keyasint,omitempty"`
	TargetPrice value.Decimal `json:"target_price,omitempty" cbor:"5,keyasint,omitempty"`
	Pack        value.Packing `json:"pack,omitempty" cbor:"6,keyasint,omitempty"`
}

// RFQ is a request for quotation sent to suppliers on a buyer's behalf.
type RFQ struct {
	Head
	Title        string             `json:"title" cbor:"10,keyasint,omitempty"`
	Lead         ID                 `json:"lead" cbor:"11,keyasint,omitzero" field:"ref=lead"`
	Buyer        string             `json:"buyer" cbor:"12,keyasint,omitempty"`
	Lines        []Line             `json:"lines" cbor:"13,keyasint,omitempty"`
	Currency     value.Currency     `json:"currency" cbor:"14,keyasint,omitempty"`
	Incoterm     value.Incoterm     `json:"incoterm" cbor:"15,keyasint,omitempty"`
	Port         value.Port         `json:"port" cbor:"16,keyasint,omitempty"`
	Deadline     value.Date         `json:"deadline" cbor:"17,keyasint,omitempty"`
	PaymentTerms value.PaymentTerms `json:"payment_terms" cbor:"18,keyasint,omitempty"`
	Certificates []string           `json:"certificates" cbor:"19,keyasint,omitempty"`
	Stage        Stage              `json:"stage" cbor:"20,keyasint,omitempty"`
	Reason       string             `json:"reason" cbor:"21,keyasint,omitempty"`
	Invited      []ID               `json:"invited" cbor:"22,keyasint,omitempty" field:"ref=supplier"`
	Owner        string             `json:"owner" cbor:"23,keyasint,omitempty"`
	Notes        string             `json:"notes" cbor:"24,keyasint,omitempty" field:"long"`
	Tags         []string           `json:"tags" cbor:"25,keyasint,omitempty"`
	Files        []Attachment       `json:"files" cbor:"26,keyasint,omitempty"`
	Place        string             `json:"place" cbor:"27,keyasint,omitempty"`
}

// Tier is a unit price that holds from a quantity on.
type Tier struct {
	From  value.Decimal `json:"from" cbor:"1,keyasint"`
	Price value.Decimal `json:"price" cbor:"2,keyasint"`
}

// Quote is one version of a supplier's offer; a counter-offer is a new one.
type Quote struct {
	Head
	RFQ        ID             `json:"rfq" cbor:"10,keyasint,omitzero" field:"ref=rfq"`
	Supplier   ID             `json:"supplier" cbor:"11,keyasint,omitzero" field:"ref=supplier"`
	Currency   value.Currency `json:"currency" cbor:"12,keyasint,omitempty" field:"group=price"`
	Incoterm   value.Incoterm `json:"incoterm" cbor:"13,keyasint,omitempty" field:"group=delivery"`
	Place      string         `json:"place" cbor:"14,keyasint,omitempty" field:"group=delivery"`
	Tiers      []Tier         `json:"tiers" cbor:"15,keyasint,omitempty" field:"group=price"`
	Unit       value.Unit     `json:"unit" cbor:"16,keyasint,omitempty" field:"group=price"`
	MOQ        value.Decimal  `json:"moq" cbor:"17,keyasint,omitempty"`
	LeadDays   int            `json:"lead_days" cbor:"18,keyasint,omitempty"`
	ValidUntil value.Date     `json:"valid_until" cbor:"19,keyasint,omitempty"`
	// PaymentTerms are what the supplier said, whether it makes 100 % or not.
	PaymentTerms value.PaymentTerms `json:"payment_terms" cbor:"20,keyasint,omitempty" field:"spoken"`
	Freight      value.Decimal      `json:"freight" cbor:"21,keyasint,omitempty"`
	Supersedes   ID                 `json:"supersedes" cbor:"22,keyasint,omitzero" field:"ref=quote"`
	Stage        Stage              `json:"stage" cbor:"23,keyasint,omitempty"`
	Reason       string             `json:"reason" cbor:"24,keyasint,omitempty"`
	Reference    string             `json:"reference" cbor:"25,keyasint,omitempty"`
	Notes        string             `json:"notes" cbor:"26,keyasint,omitempty" field:"long"`
	Files        []Attachment       `json:"files" cbor:"27,keyasint,omitempty"`
	// Lines are the prices of an RFQ with several lines; Tiers are those of its first.
	Lines []QuoteLine `json:"lines" cbor:"28,keyasint,omitempty"`
	// Rates are the exchange rates that the quote is compared at, frozen.
	Rates []ExchangeRate `json:"rates" cbor:"29,keyasint,omitempty"`
	Lane  ID             `json:"lane" cbor:"30,keyasint,omitzero" field:"ref=lane"`
	// Graduated prices hold for the units of their tier alone.
	Graduated bool `json:"graduated" cbor:"31,keyasint,omitempty"`
	// BaseQuantity is how many units a price of Tiers is for; "" is 1.
	BaseQuantity value.Decimal `json:"base_quantity" cbor:"32,keyasint,omitempty"`
	// Awarded are the lines of the RFQ, or what part of them, that an accepted quote has.
	Awarded []Line `json:"awarded" cbor:"33,keyasint,omitempty"`
}

// Attachment names a file by its content, which the desk keeps once under its
// SHA-256 however many records have it.
type Attachment struct {
	Name   string `json:"name" cbor:"1,keyasint"`
	SHA256 string `json:"sha256,omitempty" cbor:"2,keyasint,omitempty"`
	Size   int64  `json:"size,omitempty" cbor:"3,keyasint,omitempty"`
	Type   string `json:"type,omitempty" cbor:"4,keyasint,omitempty"`
}

// Message is one piece of a thread: mail or chat in or out, or a note.
type Message struct {
	Head
	Thread      ID            `json:"thread" cbor:"10,keyasint,omitzero" field:"ref=lead|rfq|supplier|contact"`
	Direction   Direction     `json:"direction" cbor:"11,keyasint,omitempty"`
	From        string        `json:"from" cbor:"12,keyasint,omitempty"`
	To          string        `json:"to" cbor:"13,keyasint,omitempty"`
	At          value.Instant `json:"at" cbor:"14,keyasint,omitempty"`
	Subject     string        `json:"subject" cbor:"15,keyasint,omitempty"`
	Body        string        `json:"body" cbor:"16,keyasint,omitempty" field:"long"`
	MessageID   string        `json:"message_id" cbor:"17,keyasint,omitempty"`
	InReplyTo   string        `json:"in_reply_to" cbor:"18,keyasint,omitempty"`
	Attachments []Attachment  `json:"attachments" cbor:"19,keyasint,omitempty"`
	// State is how far a message that goes out from here is, "" for one that came from
	// elsewhere. Sender is the desk that sends it, Failure why it was not taken.
	State   MailState     `json:"state" cbor:"20,keyasint,omitempty" field:"fixed"`
	Sender  string        `json:"sender" cbor:"21,keyasint,omitempty" field:"fixed"`
	Failure string        `json:"failure" cbor:"22,keyasint,omitempty" field:"fixed"`
	SentAt  value.Instant `json:"sent_at" cbor:"23,keyasint,omitempty" field:"fixed"`
	// Suppliers are whom a message of an RFQ's thread goes to or comes from.
	Suppliers []ID   `json:"suppliers" cbor:"24,keyasint,omitempty" field:"ref=supplier"`
	Asking    Asking `json:"asking" cbor:"25,keyasint,omitempty"`
	Cc        string `json:"cc" cbor:"26,keyasint,omitempty"`
	// Bcc gets the message, and nobody who gets it reads that.
	Bcc string `json:"bcc" cbor:"27,keyasint,omitempty"`
	// FailureWhy is Failure for who has words of their own, flat as refusal.Told writes it.
	FailureWhy map[string]string `json:"failure_why" cbor:"28,keyasint,omitempty" field:"fixed"`
}

// Task is something to do about a record, by a time.
type Task struct {
	Head
	Title  string        `json:"title" cbor:"10,keyasint,omitempty"`
	About  ID            `json:"about" cbor:"11,keyasint,omitzero" field:"ref=lead|rfq|supplier|contact"`
	DueAt  value.Instant `json:"due_at" cbor:"12,keyasint,omitempty"`
	DoneAt value.Instant `json:"done_at" cbor:"13,keyasint,omitempty"`
	Owner  string        `json:"owner" cbor:"14,keyasint,omitempty"`
	Notes  string        `json:"notes" cbor:"15,keyasint,omitempty" field:"long"`
}

// Event is a trade fair or a mission where leads are captured.
type Event struct {
	Head
	Name    string        `json:"name" cbor:"10,keyasint,omitempty"`
	Venue   string        `json:"venue" cbor:"11,keyasint,omitempty"`
	City    string        `json:"city" cbor:"12,keyasint,omitempty"`
	Country value.Country `json:"country" cbor:"13,keyasint,omitempty"`
	Starts  value.Date    `json:"starts" cbor:"14,keyasint,omitempty"`
	Ends    value.Date    `json:"ends" cbor:"15,keyasint,omitempty"`
	Notes   string        `json:"notes" cbor:"16,keyasint,omitempty" field:"long"`
	Tags    []string      `json:"tags" cbor:"17,keyasint,omitempty"`
}

// Deal is what was agreed between a buyer and a supplier, and the broker's share.
type Deal struct {
	Head
	Title          string         `json:"title" cbor:"10,keyasint,omitempty"`
	Lead           ID             `json:"lead" cbor:"11,keyasint,omitzero" field:"ref=lead"`
	RFQ            ID             `json:"rfq" cbor:"12,keyasint,omitzero" field:"ref=rfq"`
	Quote          ID             `json:"quote" cbor:"13,keyasint,omitzero" field:"ref=quote"`
	Supplier       ID             `json:"supplier" cbor:"14,keyasint,omitzero" field:"ref=supplier"`
	Buyer          string         `json:"buyer" cbor:"15,keyasint,omitempty"`
	Amount         value.Decimal  `json:"amount" cbor:"16,keyasint,omitempty" field:"group=price"`
	Currency       value.Currency `json:"currency" cbor:"17,keyasint,omitempty" field:"group=price"`
	CommissionRate value.Decimal  `json:"commission_rate" cbor:"18,keyasint,omitempty"`
	SignedAt       value.Instant  `json:"signed_at" cbor:"19,keyasint,omitempty"`
	Owner          string         `json:"owner" cbor:"20,keyasint,omitempty"`
	Notes          string         `json:"notes" cbor:"21,keyasint,omitempty" field:"long"`
	Tags           []string       `json:"tags" cbor:"22,keyasint,omitempty"`
	Offer          ID             `json:"offer" cbor:"23,keyasint,omitzero" field:"ref=offer"`
	// Commission is how the broker's share was agreed, CommissionDue what it comes to.
	Commission         value.Terms    `json:"commission" cbor:"24,keyasint,omitempty"`
	CommissionDue      value.Decimal  `json:"commission_due" cbor:"25,keyasint,omitempty" field:"group=commission"`
	CommissionCurrency value.Currency `json:"commission_currency" cbor:"26,keyasint,omitempty" field:"group=commission"`
	CommissionDueOn    value.Date     `json:"commission_due_on" cbor:"27,keyasint,omitempty"`
	Payments           []Payment      `json:"payments" cbor:"28,keyasint,omitempty"`
	Shares             []Share        `json:"shares" cbor:"29,keyasint,omitempty"`
}

// Sample is a specimen on its way from a supplier to a buyer.
type Sample struct {
	Head
	RFQ         ID             `json:"rfq" cbor:"10,keyasint,omitzero" field:"ref=rfq"`
	Supplier    ID             `json:"supplier" cbor:"11,keyasint,omitzero" field:"ref=supplier"`
	Product     string         `json:"product" cbor:"12,keyasint,omitempty"`
	Quantity    value.Decimal  `json:"quantity" cbor:"13,keyasint,omitempty" field:"group=quantity"`
	Unit        value.Unit     `json:"unit" cbor:"14,keyasint,omitempty" field:"group=quantity"`
	Price       value.Decimal  `json:"price" cbor:"15,keyasint,omitempty" field:"group=price"`
	Currency    value.Currency `json:"currency" cbor:"16,keyasint,omitempty" field:"group=price"`
	FreightBy   string         `json:"freight_by" cbor:"17,keyasint,omitempty"`
	LeadDays    int            `json:"lead_days" cbor:"18,keyasint,omitempty"`
	Carrier     string         `json:"carrier" cbor:"19,keyasint,omitempty"`
	TrackingNo  string         `json:"tracking_no" cbor:"20,keyasint,omitempty"`
	Stage       Stage          `json:"stage" cbor:"21,keyasint,omitempty"`
	Reason      string         `json:"reason" cbor:"22,keyasint,omitempty"`
	RequestedAt value.Instant  `json:"requested_at" cbor:"23,keyasint,omitempty"`
	Notes       string         `json:"notes" cbor:"24,keyasint,omitempty" field:"long"`
}

// Tag describes a word that records are tagged with.
type Tag struct {
	Head
	Name  string `json:"name" cbor:"10,keyasint,omitempty"`
	Notes string `json:"notes" cbor:"11,keyasint,omitempty" field:"long"`
}

// Kind says what the record is.
func (*Lead) Kind() Kind { return KindLead }

// Kind says what the record is.
func (*Supplier) Kind() Kind { return KindSupplier }

// Kind says what the record is.
func (*Contact) Kind() Kind { return KindContact }

// Kind says what the record is.
func (*RFQ) Kind() Kind { return KindRFQ }

// Kind says what the record is.
func (*Quote) Kind() Kind { return KindQuote }

// Kind says what the record is.
func (*Message) Kind() Kind { return KindMessage }

// Kind says what the record is.
func (*Task) Kind() Kind { return KindTask }

// Kind says what the record is.
func (*Event) Kind() Kind { return KindEvent }

// Kind says what the record is.
func (*Deal) Kind() Kind { return KindDeal }

// Kind says what the record is.
func (*Sample) Kind() Kind { return KindSample }

// Kind says what the record is.
func (*Tag) Kind() Kind { return KindTag }
