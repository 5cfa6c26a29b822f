/** Adds decimals of at most four places as whole ten-thousandths; an adder that shares nothing with the product. */
export function decimalSum(values: readonly number[]): bigint {
  return values.reduce((total, value) => {
    const [whole = '0', fraction = ''] = Math.abs(value).toString().split('.');
    const units = BigInt(whole + fraction.padEnd(4, '0'));
    return value < 0 ? total - units : total + units;
  }, 0n);
}
