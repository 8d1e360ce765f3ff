/** Files of the mock world, made when they are asked for. */

/** A page with a form, as a picture. */
export function picture(seed: string): string {
  const rows = Array.from(
    { length: 7 },
    (_, row) =>
      `<rect x="60" y="${150 + row * 74}" width="${120 + ((row * 53 + seed.length) % 110)}" height="12" rx="3" fill="#8a949a"/><rect x="60" y="${170 + row * 74}" width="520" height="36" rx="6" fill="#fff" stroke="#cfd5d8"/><rect x="74" y="${183 + row * 74}" width="${150 + ((row * 97) % 230)}" height="10" rx="3" fill="#3f484d"/>`,
  ).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 700"><rect width="800" height="700" fill="#f5f7f8"/><rect width="800" height="84" fill="#123a5a"/><rect x="60" y="32" width="180" height="20" rx="4" fill="#fff"/><rect x="60" y="108" width="300" height="18" rx="4" fill="#1d2a33"/>${rows}</svg>`
}

/** The smallest PDF with a line of text. */
export function letter(title: string): string {
  const content = `BT /F1 28 Tf 72 700 Td (${title} of Mara Lindqvist) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return `${text}xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
}
