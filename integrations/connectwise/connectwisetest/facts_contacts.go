package connectwisetest

// communicationFields are what it knows of one way to reach a person; the lengths are those that its own clients keep to.
var communicationFields = fields{
	"id": {kind: number}, "contactId": {kind: number}, "type": {kind: reference}, "value": {kind: text, max: 250}, "extension": {kind: text, max: 15},
	"defaultFlag": {kind: flag}, "domain": {kind: text}, "communicationType": {kind: text, words: "Email Fax Phone"}, "_info": {kind: list},
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
