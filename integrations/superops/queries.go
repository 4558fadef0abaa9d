package superops

// What we ask, as GraphQL documents. Values travel as variables, never in a document. Fields that name another record (client, requester, technician)
// are JSON scalars in SuperOps, and take no selection of their own.

const ticketFields = `ticketId displayId subject client requester techGroup status updatedTime createdTime`

const userFields = `userId firstName lastName name email contactNumber client customFields`

const (
	askClients = `query clients($input: ListInfoInput!) {
  getClientList(input: $input) { clients { accountId name stage status } listInfo { page hasMore totalCount } }
}`

	askUsers = `query users($input: GetClientUserListInput!) {
  getClientUserList(input: $input) { userList { ` + userFields + ` } listInfo { page hasMore totalCount } }
}`

	askAssociations = `query associations($input: ListInfoInput!) {
  getClientUserAssociationList(input: $input) { associations { client { accountId name } user { userId } } listInfo { page hasMore totalCount } }
}`

	askTickets = `query tickets($input: ListInfoInput!) {
  getTicketList(input: $input) { tickets { ` + ticketFields + ` } listInfo { page hasMore totalCount } }
}`

	// A ticket's description is the first message of its conversation.
	askTicket = `query ticket($input: TicketIdentifierInput!) {
  getTicket(input: $input) { ` + ticketFields + ` }
  getTicketConversationList(input: $input) { type content }
}`

	makeTicket = `mutation makeTicket($input: CreateTicketInput!) { createTicket(input: $input) { ` + ticketFields + ` } }`

	setTicket = `mutation setTicket($input: UpdateTicketInput!) { updateTicket(input: $input) { ticketId } }`

	trashTickets = `mutation trashTickets($input: [TicketIdentifierInput]) { softDeleteTickets(input: $input) }`

	makeNote = `mutation makeNote($input: CreateTicketNoteInput!) { createTicketNote(input: $input) { noteId } }`

	askNotes = `query notes($input: TicketIdentifierInput!) { getTicketNoteList(input: $input) { noteId content } }`

	askStatuses   = `query statuses { getStatusList { id name } }`
	askPriorities = `query priorities { getPriorityList { id name } }`
	askImpacts    = `query impacts { getImpactList { id name } }`
	askUrgencies  = `query urgencies { getUrgencyList { id name } }`
	askCategories = `query categories { getCategoryList { id name subCategories { id name } } }`
	askGroups     = `query groups { getTechnicianGroupList { groupId name } }`
)
