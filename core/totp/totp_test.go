package totp_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	own "countersign/core/totp"
)

func TestACodeIsGoodInItsStepAndTheNeighbours(t *testing.T) {
	t.Parallel()
	secret, now := own.NewSecret(), time.Unix(1_800_000_000, 0)
	for steps, good := range map[int]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		code, err := totp.GenerateCode(secret, now.Add(time.Duration(steps)*30*time.Second))
		require.NoError(t, err)
		step, ok := own.Step(secret, own.Clean(" "+code[:3]+"-"+code[3:]), now)
		require.Equal(t, good, ok, steps)
		if good {
			require.EqualValues(t, now.Unix()/30+int64(steps), step)
		}
	}
	for _, code := range []string{"", "12345", "1234567", "abcdef"} {
		_, ok := own.Step(secret, code, now)
		require.False(t, ok, code)
	}
	_, ok := own.Step("no base 32!", "123456", now)
	require.False(t, ok)
	require.NotEqual(t, secret, own.NewSecret())
}

func TestTheAddressIsWhatAppsRead(t *testing.T) {
	t.Parallel()
	at, err := url.Parse(own.URL("ana@bluepeak.example", "JBSWY3DP"))
	require.NoError(t, err)
	require.Equal(t, "otpauth", at.Scheme)
	require.Equal(t, "/Countersign:ana@bluepeak.example", at.Path)
	require.Equal(t, "JBSWY3DP", at.Query().Get("secret"))
	require.Equal(t, "Countersign", at.Query().Get("issuer"))
}
