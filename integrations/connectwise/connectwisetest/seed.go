package connectwisetest

import "countersign/integrations/fake"

// Ids of what every fake holds from the start.
const (
	BoardServiceDesk  = 1
	StatusNew         = 11
	StatusInProgress  = 12
	StatusSMSReceived = 13
	StatusClosed      = 14
	TypeRequest       = 21
	PriorityMedium    = 33
	SourcePhone       = 42
	CompanyCatchall   = 2
	CompanyNorthwind  = 19
	ContactAna        = 201
	MemberSam         = 151
	FirstTicket       = 48190
)

// began is when the founding state was entered.
const began = "2026-01-05T09:00:00Z"

// seed makes the state that every fake starts with: one service board, a company for unknown callers, and two tickets to look at.
func (st *state) seed() {
	info := stamped(began, "setup")
	put := func(table string, rows ...map[string]any) {
		for _, row := range rows {
			row["_info"] = info
			st.tables[table].Put(rowOf(row))
		}
	}
	board := map[string]any{"id": BoardServiceDesk, "name": "Service Desk"}
	status := func(id int, name string, closed, first bool) map[string]any {
		return map[string]any{"id": id, "name": name, "board": board, "sortOrder": id, "displayOnBoard": true, "inactive": false, "closedStatus": closed, "defaultFlag": first}
	}
	ofBoard := func(id int, name string, more ...any) map[string]any {
		row := map[string]any{"id": id, "name": name, "board": board, "inactiveFlag": false}
		for i := 0; i < len(more); i += 2 {
			row[more[i].(string)] = more[i+1]
		}
		return row
	}
	kind := func(id int, name string) map[string]any { return map[string]any{"id": id, "name": name} }
	put(boards, map[string]any{"id": BoardServiceDesk, "name": "Service Desk", "inactiveFlag": false, "defaultFlag": true})
	put(statuses, status(StatusNew, "New", false, true), status(StatusInProgress, "In Progress", false, false),
		status(StatusSMSReceived, "SMS received", false, false), status(StatusClosed, "Closed", true, false))
	put(types, ofBoard(TypeRequest, "Request", "defaultFlag", false), ofBoard(TypeRequest+1, "Incident", "defaultFlag", false))
	put(subtypes, ofBoard(61, "Account", "typeAssociationIds", []int{TypeRequest, TypeRequest + 1}), ofBoard(62, "Hardware", "typeAssociationIds", []int{TypeRequest + 1}))
	put(items, ofBoard(71, "Password"), ofBoard(72, "New user"))
	put(associations,
		map[string]any{"id": 81, "board": board, "type": kind(TypeRequest, "Request"), "subType": kind(61, "Account"), "item": kind(71, "Password")},
		map[string]any{"id": 82, "board": board, "type": kind(TypeRequest, "Request"), "subType": kind(61, "Account"), "item": kind(72, "New user")},
		map[string]any{"id": 83, "board": board, "type": kind(TypeRequest+1, "Incident"), "subType": kind(61, "Account"), "item": kind(71, "Password")})
	put(priorities, map[string]any{"id": 31, "name": "Priority 1 - Critical", "sortOrder": 1, "defaultFlag": false}, map[string]any{"id": 32, "name": "Priority 2 - High", "sortOrder": 2, "defaultFlag": false},
		map[string]any{"id": PriorityMedium, "name": "Priority 3 - Medium", "sortOrder": 3, "defaultFlag": true}, map[string]any{"id": 34, "name": "Priority 4 - Low", "sortOrder": 4, "defaultFlag": false})
	put(sources, map[string]any{"id": 41, "name": "Email Connector", "defaultFlag": false}, map[string]any{"id": SourcePhone, "name": "Phone", "defaultFlag": true},
		map[string]any{"id": 43, "name": "SMS", "defaultFlag": false})
	put(companyStatuses, map[string]any{"id": 1, "name": "Active", "defaultFlag": true, "inactiveFlag": false}, map[string]any{"id": 2, "name": "Inactive", "defaultFlag": false, "inactiveFlag": true})
	st.seedPeople(put)
	for i, summary := range []string{"Outlook asks for a password again and again", "New laptop for the front desk"} {
		st.putTicket(rowOf(map[string]any{
			"id": FirstTicket + i, "summary": summary, "recordType": "ServiceTicket", "board": board, "status": map[string]any{"id": StatusNew + i, "name": []string{"New", "In Progress"}[i]},
			"company": map[string]any{"id": CompanyNorthwind, "identifier": "Northwind", "name": "Northwind Dental"}, "contact": map[string]any{"id": ContactAna, "name": "Ana Torres"},
			"contactName": "Ana Torres", "priority": map[string]any{"id": PriorityMedium, "name": "Priority 3 - Medium"}, "source": map[string]any{"id": SourcePhone, "name": "Phone"},
			"closedFlag": false, "_info": info,
		}))
		st.putNote(rowOf(map[string]any{
			"id": i + 1, "ticketId": FirstTicket + i, "text": summary + ".", "detailDescriptionFlag": true, "internalAnalysisFlag": false, "resolutionFlag": false,
			"issueFlag": false, "internalFlag": false, "externalFlag": true, "dateCreated": began, "createdBy": "PNair", "_info": info,
		}))
	}
}

// seedPeople makes the MSP's own people and its first clients.
func (st *state) seedPeople(put func(string, ...map[string]any)) {
	member := func(id int, identifier, first, last, email string, admin bool) map[string]any {
		return map[string]any{
			"id": id, "identifier": identifier, "firstName": first, "lastName": last, "inactiveFlag": false, "licenseClass": "F", "officeEmail": email,
			"primaryEmail": email, "adminFlag": admin,
		}
	}
	put(members,
		member(150, "PNair", "Priya", "Nair", "priya@bluepeak.example", true), member(MemberSam, "SRivera", "Sam", "Rivera", "sam@bluepeak.example", false),
		map[string]any{"id": 152, "identifier": "API", "firstName": "Countersign", "lastName": "API", "inactiveFlag": false, "licenseClass": "A", "adminFlag": false})
	info := stamped(began, "setup")
	st.tables[companies].Put(company(CompanyCatchall, "Catchall", "Catchall (for connector)", true, info))
	northwind := company(CompanyNorthwind, "Northwind", "Northwind Dental", true, info)
	st.tables[companies].Put(northwind)
	ana := fake.Person{First: "Ana", Last: "Torres", Email: "ana.torres@northwind.example", Mobile: "+14155550134"}
	st.tables[contacts].Put(contact(ContactAna, ana, northwind.ref(), info))
}
