package superops_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
)

func TestTheTestNamesTheFieldsThatHoldNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Fake.Populate(fake.Population{Companies: 2, Contacts: 60, Seed: 3})
	require.NoError(t, err)
	with := func(field string) *superops.Client {
		return d.client(t, func(c *superops.Config) { c.MobileField = field })
	}
	unset := with("")
	require.NoError(t, unset.Check(contract.Soon(t)))
	advice, err := unset.Advise(contract.Soon(t))
	require.NoError(t, err)
	require.Contains(t, advice, superopstest.MobileField+" (")
	require.Contains(t, integration.Problem(with("udf9text").Check(contract.Soon(t))), superopstest.MobileField+" (", "a key that does not exist")
	for _, field := range []string{superopstest.MobileField, "contactNumber"} {
		require.NoError(t, with(field).Check(contract.Soon(t)))
		advice, err = with(field).Advise(contract.Soon(t))
		require.NoError(t, err)
		require.Empty(t, advice)
	}
}
