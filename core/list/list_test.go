package list_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"countersign/core/list"
)

func TestAListIsChangedItemByItem(t *testing.T) {
	assert.Equal(t, []string{"1", "2"}, list.Of([]int{1, 2}, strconv.Itoa))
	assert.NotNil(t, list.Of(nil, strconv.Itoa))
	assert.Empty(t, list.Of(nil, strconv.Itoa))
}

func TestTheFirstFailureEndsAList(t *testing.T) {
	read, err := list.Read([]string{"1", "2"}, strconv.Atoi)
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, read)
	var tried int
	_, err = list.Read([]string{"1", "x", "3"}, func(s string) (int, error) { tried++; return strconv.Atoi(s) })
	require.ErrorIs(t, err, strconv.ErrSyntax)
	assert.Equal(t, 2, tried)
	require.False(t, errors.Is(err, strconv.ErrRange))
}
