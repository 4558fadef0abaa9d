package connectwisetest

// timeFields are what ConnectWise 2026.4 knows of a time entry. A test compares them with the published description.
var timeFields = fields{
	"id": {kind: number}, "company": {kind: reference}, "companyType": {kind: text}, "chargeToId": {kind: number},
	"chargeToType": {kind: text, words: "Company ServiceTicket ProjectTicket ChargeCode Activity"}, "member": {kind: reference},
	"locationId": {kind: number}, "businessUnitId": {kind: number}, "businessGroupDesc": {kind: text}, "location": {kind: reference},
	"department": {kind: reference}, "workType": {kind: reference}, "workRole": {kind: reference}, "agreement": {kind: reference},
	"agreementType": {kind: text}, "activity": {kind: reference}, "opportunityRecid": {kind: number}, "projectActivity": {kind: text},
	"territory": {kind: text}, "timeStart": {kind: date}, "timeEnd": {kind: date}, "hoursDeduct": {kind: number}, "actualHours": {kind: number},
	"billableOption": {kind: text, words: "Billable DoNotBill NoCharge NoDefault"}, "notes": {kind: text}, "internalNotes": {kind: text},
	"addToDetailDescriptionFlag": {kind: flag}, "addToInternalAnalysisFlag": {kind: flag}, "addToResolutionFlag": {kind: flag},
	"emailResourceFlag": {kind: flag}, "emailContactFlag": {kind: flag}, "emailCcFlag": {kind: flag}, "emailCc": {kind: text},
	"hoursBilled": {kind: number}, "invoiceHours": {kind: number}, "hourlyCost": {kind: text}, "enteredBy": {kind: text},
	"dateEntered": {kind: date}, "invoice": {kind: reference}, "mobileGuid": {kind: text}, "hourlyRate": {kind: number},
	"overageRate": {kind: number}, "agreementHours": {kind: number}, "agreementAmount": {kind: number}, "agreementAdjustment": {kind: number},
	"adjustment": {kind: number}, "invoiceReady": {kind: number}, "timeSheet": {kind: reference},
	"status": {kind: text, words: "Open Rejected PendingApproval ErrorsCorrected PendingProjectApproval ApprovedByTierOne RejectBySecondTier ApprovedByTierTwo ReadyToBill Billed WrittenOff BilledAgreement"},
	"ticket": {kind: reference}, "project": {kind: reference}, "phase": {kind: reference}, "ticketBoard": {kind: text},
	"ticketStatus": {kind: text}, "ticketType": {kind: text}, "ticketSubType": {kind: text}, "invoiceFlag": {kind: flag},
	"extendedInvoiceAmount": {kind: number}, "locationName": {kind: text}, "taxCode": {kind: reference}, "_info": {kind: list},
	"customFields": {kind: list},
}

// communicationFields are what it knows of one way to reach a person; the lengths are those that its own clients keep to.
var communicationFields = fields{
	"id": {kind: number}, "contactId": {kind: number}, "type": {kind: reference}, "value": {kind: text, max: 250}, "extension": {kind: text, max: 15},
	"defaultFlag": {kind: flag}, "domain": {kind: text}, "communicationType": {kind: text, words: "Email Fax Phone"}, "_info": {kind: list},
}

// itemConditions are the fields of a person's communications that childConditions name.
var itemConditions = fields{
	"communicationItems/value": {kind: text}, "communicationItems/communicationType": {kind: text}, "communicationItems/defaultFlag": {kind: flag},
}

// callbackFields are the fields of a subscription to callbacks.
var callbackFields = fields{
	"id": {kind: number}, "description": {kind: text, max: 100}, "url": {kind: text}, "type": {kind: text}, "level": {kind: text}, "objectId": {kind: number},
	"memberId": {kind: number}, "inactiveFlag": {kind: flag}, "isSelfSuppressedFlag": {kind: flag}, "payloadVersion": {kind: text}, "_info": {kind: list},
}

// Lists around a ticket's default, below its board.
var (
	subtypeFields = fields{
		"id": {kind: number}, "name": {kind: text}, "board": {kind: reference}, "inactiveFlag": {kind: flag}, "typeAssociationIds": {kind: list},
	}
	itemFields        = fields{"id": {kind: number}, "name": {kind: text}, "board": {kind: reference}, "inactiveFlag": {kind: flag}}
	associationFields = fields{
		"id": {kind: number}, "board": {kind: reference}, "type": {kind: reference}, "subType": {kind: reference}, "item": {kind: reference},
	}
)
