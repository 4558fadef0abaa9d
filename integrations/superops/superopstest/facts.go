package superopstest

// facts are what SuperOps' API for MSPs publishes of the operations that this fake serves: every argument, every field, every type. A test compares them
// with the published index. What files need is left out, and joinOperator and operands stand in the documentation's text only.
const facts = `
type Query {
  getClientList(input: ListInfoInput!): ClientList
  getClient(input: ClientIdentifierInput!): Client
  getClientUserList(input: GetClientUserListInput!): ClientUserList
  getClientUserAssociationList(input: ListInfoInput!): ClientUserAssociationList
  getTicketList(input: ListInfoInput!): TicketList
  getTicket(input: TicketIdentifierInput!): Ticket
  getTicketConversationList(input: TicketIdentifierInput!): [TicketConversation]
  getTicketNoteList(input: TicketIdentifierInput!): [Note]
  getStatusList: [Status]
  getPriorityList: [Priority]
  getImpactList: [Impact]
  getUrgencyList: [Urgency]
  getCategoryList: [Category]
  getTechnicianGroupList: [TechnicianGroup]
}

type Mutation {
  createTicket(input: CreateTicketInput!): Ticket
  updateTicket(input: UpdateTicketInput!): Ticket
  softDeleteTickets(input: [TicketIdentifierInput]): Boolean
  createTicketNote(input: CreateTicketNoteInput!): Note
}

input ListInfoInput {
  page: Int  pageSize: Int  condition: RuleConditionInput  sort: [SortInput]
}

input RuleConditionInput {
  attribute: String  operator: String  value: JSON  joinOperator: String  operands: [RuleConditionInput]
}

input SortInput {
  attribute: String  order: SortOrder
}

enum SortOrder {
  ASC DESC
}

type ClientList {
  clients: [Client]  listInfo: ListInfo
}

type Client {
  accountId: ID!  name: String!  stage: String!  status: String  emailDomains: [String]  accountManager: JSON  primaryContact: JSON
  secondaryContact: JSON  hqSite: JSON  technicianGroups: JSON  customFields: JSON
}

type ListInfo {
  page: Int  pageSize: Int  sort: [Sort]  condition: JSON  hasMore: Boolean  totalCount: Int
}

type Sort {
  attribute: String  order: SortOrder
}

input ClientIdentifierInput {
  accountId: ID!
}

input GetClientUserListInput {
  listInfo: ListInfoInput  clientId: ID
}

type ClientUserList {
  userList: [ClientUser]  listInfo: ListInfo
}

type ClientUser {
  userId: ID!  firstName: String!  lastName: String  name: String!  email: String!  contactNumber: String  reportingManager: JSON  site: JSON
  role: JSON!  client: JSON  customFields: JSON
}

input ClientUserIdentifierInput {
  userId: ID!
}

type ClientUserAssociationList {
  associations: [ClientUserAssociation]  listInfo: ListInfo
}

type ClientUserAssociation {
  id: ID!  client: Client!  site: ClientSite!  user: ClientUser!
}

type ClientSite {
  id: ID!  name: String!  timezoneCode: String!  working24x7: Boolean!
}

type TicketList {
  tickets: [Ticket]  listInfo: ListInfo
}

type Ticket {
  ticketId: ID!  displayId: String!  subject: String!  ticketType: TicketType  requestType: String  source: TicketSource!  client: JSON  site: JSON
  requester: JSON  additionalRequester: JSON  followers: JSON  techGroup: JSON  technician: JSON  status: String  priority: String  impact: String
  urgency: String  category: String  subcategory: String  cause: String  subcause: String  resolutionCode: String  sla: JSON  createdTime: String
  updatedTime: String  firstResponseDueTime: String  firstResponseTime: String  firstResponseViolated: Boolean  resolutionDueTime: String
  resolutionTime: String  resolutionViolated: Boolean  customFields: JSON
}

enum TicketType {
  INCIDENT SERVICE_REQUEST
}

enum TicketSource {
  FORM AGENT EMAIL AI PHONE INTEGRATION
}

input TicketIdentifierInput {
  ticketId: ID!
}

type TicketConversation {
  conversationId: ID!  content: String  time: String!  user: JSON  toUsers: [RecipientInfo]  ccUsers: [RecipientInfo]  bccUsers: [RecipientInfo]
  type: TicketConversationType!
}

type RecipientInfo {
  user: JSON!
}

enum TicketConversationType {
  DESCRIPTION REQ_REPLY REQ_NOTIFICATION TECH_REPLY TECH_NOTIFICATION
}

type Note {
  noteId: ID!  addedBy: JSON  addedOn: String!  content: String!  privacyType: NotePrivacyType
}

enum NotePrivacyType {
  PUBLIC PRIVATE
}

type Status {
  id: ID!  name: String!  description: String
}

type Priority {
  id: ID!  name: String!  colorCode: String
}

type Impact {
  id: ID!  name: String!
}

type Urgency {
  id: ID!  name: String!
}

type Category {
  id: ID!  name: String!  subCategories: [SubCategory]
}

type SubCategory {
  id: ID!  name: String!
}

type TechnicianGroup {
  groupId: ID!  name: String!
}

input ClientSiteIdentifierInput {
  id: ID!
}

input RoleIdentifierInput {
  roleId: ID!
}

input CreateTicketInput {
  subject: String!  description: String  client: ClientIdentifierInput!  site: ClientSiteIdentifierInput  requester: ClientUserIdentifierInput
  techGroup: TechnicianGroupIdentifierInput  technician: TechnicianIdentifierInput  status: String  requestType: String  source: TicketSource!
  priority: String  impact: String  urgency: String  category: String  subcategory: String  cause: String  subcause: String  sla: SLAIdentifierInput
  resolutionCode: String  customFields: JSON  addAdditionalRequester: [ClientUserIdentifierInput]  addFollowers: [TechnicianIdentifierInput]
  createdTime: String  updatedTime: String  subSource: String  sourceReferenceId: String  addAssets: [AssetIdentifierInput]
  suppressCloseNotification: Boolean  firstResponseTime: String  resolutionTime: String
}

input TechnicianGroupIdentifierInput {
  groupId: ID!
}

input TechnicianIdentifierInput {
  userId: ID!
}

input SLAIdentifierInput {
  id: ID!
}

input AssetIdentifierInput {
  assetId: ID!
}

input UpdateTicketInput {
  ticketId: ID!  subject: String  client: ClientIdentifierInput  site: ClientSiteIdentifierInput  requester: ClientUserIdentifierInput
  techGroup: TechnicianGroupIdentifierInput  technician: TechnicianIdentifierInput  status: String  priority: String  impact: String  urgency: String
  category: String  subcategory: String  cause: String  subcause: String  resolutionCode: String  requestType: String  source: TicketSource
  customFields: JSON  addAdditionalRequester: [ClientUserIdentifierInput]  deleteAdditionalRequester: [ClientUserIdentifierInput]
  addFollowers: [TechnicianIdentifierInput]  deleteFollowers: [TechnicianIdentifierInput]  suppressCloseNotification: Boolean
  firstResponseTime: String  resolutionTime: String
}

input CreateTicketNoteInput {
  ticket: TicketIdentifierInput!  content: String!  addedBy: UserIdentifierInput  addedOn: String  privacyType: NotePrivacyType
}

input UserIdentifierInput {
  userId: ID!
}
`

const (
	maxPageSize  = 100    // https://support.superops.com/en/articles/6632220-search-pagination-and-sorting
	maxLine      = 255    // characters of a text field
	maxParagraph = 65_535 // characters of a paragraph
	maxBody      = 8 << 20
)

// operators are what a condition can compare by.
var operators = map[string]bool{
	"is": true, "isNot": true, "isEmpty": true, "isNotEmpty": true, "startsWith": true, "endsWith": true, "contains": true, "notContains": true,
	"includes": true, "notIncludes": true, "after": true, "before": true,
}

// within are the parts of the fields that name another record, or hold several values; "*" is any.
var within = map[string]map[string]bool{
	"client":       {"accountId": true, "name": true},
	"requester":    {"userId": true, "name": true, "email": true},
	"technician":   {"userId": true, "name": true, "email": true},
	"techGroup":    {"groupId": true, "name": true},
	"site":         {"id": true, "name": true},
	"user":         {"userId": true, "name": true, "email": true},
	"role":         {"roleId": true, "name": true},
	"customFields": {"*": true},
}
