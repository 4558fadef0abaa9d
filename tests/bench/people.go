package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/google/uuid"

	peoplestore "countersign/store/people"
)

// Names are made of two lists, so that a typed beginning matches the same share of people however many there are.
var (
	givenNames = []string{
		"Ana", "Anna", "Andrew", "Anthony", "Maria", "Mark", "Martin", "Mary", "Mason", "Matthew", "Zoe", "Zora", "James", "Jane", "Jason", "John", "Julia",
		"Karen", "Kevin", "Laura", "Liam", "Linda", "Lucas", "Nancy", "Noah", "Olivia", "Oscar", "Paul", "Peter", "Rachel", "Robert", "Ryan", "Sarah", "Scott",
		"Simon", "Sofia", "Steven", "Susan", "Thomas", "Victor",
	}
	familyNames = []string{
		"Smith", "Smithson", "Small", "Torres", "Quinn", "Quill", "Adams", "Allen", "Baker", "Bennett", "Brooks", "Brown", "Campbell", "Carter", "Clark",
		"Collins", "Cooper", "Cox", "Davis", "Diaz", "Edwards", "Evans", "Foster", "Garcia", "Gray", "Green", "Hall", "Harris", "Hill", "Howard", "Hughes",
		"Jackson", "Kelly", "King", "Lee", "Lewis", "Lopez", "Miller", "Moore", "Morgan",
	}
	companyNames = []string{"Harbor", "Northwind", "Alpine", "Cedar", "Delta", "Ember", "Falcon", "Granite", "Iris", "Juniper"}
)

// perCompany is how many people a client company has, at every size.
const perCompany = 100

// planted people are the same at every size, so that a search for plantedLine, plantedDomain or plantedName fills the same page.
const (
	planted       = 8
	plantedLine   = "0042"
	plantedDomain = "planted.example"
	plantedName   = "Xiomara"
)

// crowd makes n people of the given companies up, the same ones for the same seed. Their names, lines and addresses are unlike those that are planted.
func crowd(chance *rand.Rand, n int, companies []uuid.UUID) []peoplestore.NewContact {
	people := make([]peoplestore.NewContact, n)
	for i := range people {
		given, family := givenNames[chance.IntN(len(givenNames))], familyNames[chance.IntN(len(familyNames))]
		if given[0] == 'Z' && family[0] == 'Q' {
			family = "Torres" // "zo qu" finds the planted people alone
		}
		domain := fmt.Sprintf("client%d.example", i/perCompany)
		mobile, phone := number(415, i), number(212, i)
		if i < planted {
			given, family, domain = "Zoe "+plantedName, "Quinn", plantedDomain
			mobile = mobile[:len(mobile)-4] + plantedLine
		}
		people[i] = peoplestore.NewContact{
			CompanyID: companies[(i/perCompany)%len(companies)], Name: given + " " + family, Source: "bench",
			Email: fmt.Sprintf("p%d@%s", i, domain), Mobile: mobile, Phone: phone,
		}
	}
	chance.Shuffle(n, func(i, j int) { people[i], people[j] = people[j], people[i] })
	return people
}

// number is the i-th line of an area, in E.164. Its exchange is one that can exist, and its last four digits are neither planted nor ones
// that the sandbox gives a bad fate to (30003 ... 30008).
func number(area, i int) string {
	const lines = 5000 // 4000 to 8999
	exchange := 220 + i/lines
	if exchange%100 == 11 { // N11 is a service code
		exchange += 300
	}
	return fmt.Sprintf("+1%d%03d%04d", area, exchange, 4000+i%lines)
}
