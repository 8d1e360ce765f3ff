/** Name, contact and accounts as fields. */
import type { ReactElement } from 'react'
import type { Basics, NetworkProfile } from 'types/api'
import { TextArea, TextField } from 'ui/Field'
import { Rows } from './Rows'

export function BasicsFields({
  basics,
  onChange,
}: {
  basics: Basics
  onChange: (basics: Basics) => void
}): ReactElement {
  const set = (part: Partial<Basics>) => onChange({ ...basics, ...part })
  const place = (part: Partial<Basics['location']>) => set({ location: { ...basics.location, ...part } })
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <TextField
        label="Full name"
        autoComplete="name"
        value={basics.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label="Headline"
        hint="Your current or wanted job title"
        value={basics.label}
        onChange={(event) => set({ label: event.target.value })}
      />
      <TextField
        label="Email"
        type="email"
        autoComplete="email"
        value={basics.email}
        onChange={(event) => set({ email: event.target.value })}
      />
      <TextField
        label="Phone"
        type="tel"
        autoComplete="tel"
        value={basics.phone}
        onChange={(event) => set({ phone: event.target.value })}
      />
      <TextField
        label="City"
        autoComplete="address-level2"
        value={basics.location.city}
        onChange={(event) => place({ city: event.target.value })}
      />
      <TextField
        label="Region"
        value={basics.location.region}
        onChange={(event) => place({ region: event.target.value })}
      />
      <TextField
        label="Postal code"
        autoComplete="postal-code"
        value={basics.location.postalCode}
        onChange={(event) => place({ postalCode: event.target.value })}
      />
      <TextField
        label="Country code"
        hint="Two letters, such as DE"
        maxLength={2}
        value={basics.location.countryCode}
        onChange={(event) => place({ countryCode: event.target.value.toUpperCase() })}
      />
      <TextField
        label="Street and number"
        autoComplete="street-address"
        value={basics.location.address}
        onChange={(event) => place({ address: event.target.value })}
      />
      <TextField
        label="Web site"
        type="url"
        value={basics.url}
        onChange={(event) => set({ url: event.target.value })}
      />
      <TextArea
        className="sm:col-span-2"
        label="Summary"
        value={basics.summary}
        onChange={(event) => set({ summary: event.target.value })}
      />
      <div className="sm:col-span-2">
        <h3 className="mb-2 text-sm font-medium text-soft">Accounts elsewhere</h3>
        <Rows<NetworkProfile>
          noun="account"
          rows={basics.profiles}
          onChange={(profiles) => set({ profiles })}
          title={(row) => row.network}
          empty={() => ({ network: '', username: '', url: '' })}
        >
          {(row, change) => (
            <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
              <TextField
                label="Network"
                placeholder="LinkedIn"
                value={row.network}
                onChange={(event) => change({ network: event.target.value })}
              />
              <TextField
                label="User name"
                value={row.username}
                onChange={(event) => change({ username: event.target.value })}
              />
              <TextField
                label="Address"
                type="url"
                value={row.url}
                onChange={(event) => change({ url: event.target.value })}
              />
            </div>
          )}
        </Rows>
      </div>
    </div>
  )
}
